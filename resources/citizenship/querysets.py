"""How questions are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from portal import languages

if TYPE_CHECKING:
    from resources.citizenship.models import Question, QuestionText  # noqa: F401 - the base classes name them


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions."""

    def published(self) -> QuestionQuerySet:
        """Those that readers meet."""
        return self.filter(is_published=True)

    def lacking(self, language: str) -> QuestionQuerySet:
        """Those that say nothing in this language."""
        return self.exclude(texts__language=language)

    def by_machine(self, language: str) -> QuestionQuerySet:
        """Those whose text in this language a machine has translated."""
        return self.filter(texts__language=language, texts__is_machine=True)

    def counts(self) -> dict[str, int]:
        """Return how many there are of each subject, by its code. One query."""
        rows = self.order_by().values("subject").annotate(count=models.Count("pk"))
        return {row["subject"]: row["count"] for row in rows}


class QuestionTextQuerySet(models.QuerySet["QuestionText"]):
    """What questions say."""

    def for_reader(self, language: str) -> QuestionTextQuerySet:
        """What a reader of this language is shown of published questions, with the question: Romanian and theirs."""
        shown = Q(language=languages.SOURCE_CODE) | Q(language=language)
        return self.filter(shown, question__is_published=True).select_related("question").order_by("question_id", "pk")
