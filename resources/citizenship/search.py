"""What readers' search finds of the question banks: each question, in every language that has its text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from portal.search.documents import Document, register_provider
from portal.search.signals import reindex_later
from resources.citizenship.models import Question, QuestionText

PREFIX = "question"


def search_key(code: str) -> str:
    """Return what search calls the question with this code."""
    return f"{PREFIX}:{code}"


class QuestionDocuments:
    """Published questions; each leads to where it is practised."""

    def all_documents(self) -> Iterator[Document]:
        """Return every question in every language that it has a text in."""
        return self._documents(QuestionText.objects.filter(question__is_published=True))

    def documents(self, keys: Collection[str]) -> Iterator[Document]:
        """Return the questions with these keys; none for what isn't published."""
        codes = [key.partition(":")[2] for key in keys]
        return self._documents(QuestionText.objects.filter(question__is_published=True, question__code__in=codes))

    def _documents(self, texts: QuerySet[QuestionText]) -> Iterator[Document]:
        for text in texts.select_related("question").order_by("pk"):
            words, question = text.words, text.question
            yield Document(
                key=search_key(question.code),
                language=text.language,
                kind="question",
                path=f"resources/citizenship/practice/{question.subject}/?q={question.code}",
                title=words.question[:255],
                body=[*words.answers, words.explanation],
            )


def _changed(sender: type[Any], instance: Question, **kwargs: Any) -> None:
    reindex_later([search_key(instance.code)])


def connect() -> None:
    """Bring the questions into search, and have its index follow them; called when the app is ready."""
    register_provider(PREFIX, QuestionDocuments())
    post_save.connect(_changed, sender=Question, dispatch_uid="search_question_saved")
    post_delete.connect(_changed, sender=Question, dispatch_uid="search_question_deleted")
