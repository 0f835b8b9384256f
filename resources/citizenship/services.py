"""What writes questions in bulk: an import of editors, and the demo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from portal import clock, languages
from portal.search.signals import reindex_later
from resources.citizenship.drafts import Draft
from resources.citizenship.models import ANSWER_FIELDS, Question, QuestionImport, QuestionText
from resources.citizenship.search import search_key
from resources.citizenship.words import what_is_missing

KEPT_FOR = dt.timedelta(days=1)
"""How long a spreadsheet waits for the decision."""
TEXT_FIELDS = ("text", *ANSWER_FIELDS, "explanation", "is_machine")
ROW_FIELDS = ("subject", "lesson", "right", "source", "source_url", "is_published", "answer_count")


class Incomplete(Exception):
    """A question that is to be published and can't be. ``code`` names it; the message says why."""

    def __init__(self, code: str, faults: Sequence[str]) -> None:
        self.code = code
        super().__init__(f"{code}: {' '.join(faults)}")


@dataclass(frozen=True)
class Saved:
    """Which questions are new, and which were there already."""

    new: list[Question]
    changed: list[Question]


@transaction.atomic
def save_questions(*, drafts: Sequence[Draft]) -> Saved:
    """Write all of these questions or none, in a number of queries that doesn't grow with them.

    A code that exists is that question: its row becomes the draft's, languages that the draft leaves out stay.
    Raises :class:`Incomplete`.
    """
    locked = Question.objects.select_for_update().prefetch_related("texts")
    known = {question.code: question for question in locked.filter(code__in=[draft.code for draft in drafts])}
    rows = {draft.code: known.get(draft.code) or Question(code=draft.code) for draft in drafts}
    for draft in drafts:
        question = rows[draft.code]
        words = {**(question.words() if question.pk else {}), **draft.texts}
        for name, value in draft.values().items():
            setattr(question, name, value)
        source = words.get(languages.SOURCE_CODE)
        question.answer_count = len(source.answers) if source else 0
        if question.is_published and (faults := what_is_missing(question.right, words)):
            raise Incomplete(question.code, faults)
    new = Question.objects.bulk_create([question for question in rows.values() if question.pk is None])
    Question.objects.bulk_update(known.values(), ROW_FIELDS, batch_size=500)
    QuestionText.objects.bulk_create(
        [
            QuestionText.of(rows[draft.code], language, words)
            for draft in drafts
            for language, words in draft.texts.items()
        ],
        update_conflicts=True,
        unique_fields=["question", "language"],
        update_fields=TEXT_FIELDS,
        batch_size=500,
    )
    reindex_later(search_key(code) for code in rows)
    return Saved(new, list(known.values()))


@transaction.atomic
def keep_import(*, rows: Sequence[dict[str, str]], file_name: str, user: User) -> QuestionImport:
    """Keep a spreadsheet that was read until its user decides; nothing is changed by it. Old ones are forgotten."""
    QuestionImport.objects.filter(made_at__lt=clock.now() - KEPT_FOR).delete()
    return QuestionImport.objects.create(file_name=file_name[:200], rows=list(rows), made_by=user, made_at=clock.now())


@transaction.atomic
def bring_in_questions(*, kept: QuestionImport, drafts: Sequence[Draft], user: User) -> Saved:
    """Write what a spreadsheet was read as, all of it or nothing, and forget its rows. A second time does nothing.

    The history of each question says who brought it. Raises :class:`Incomplete`.
    """
    locked = QuestionImport.objects.select_for_update().get(pk=kept.pk)
    if locked.done_at is not None:
        return Saved([], [])
    saved = save_questions(drafts=drafts)
    for action, questions in (("wagtail.create", saved.new), ("wagtail.edit", saved.changed)):
        for question in questions:
            log(instance=question, action=action, user=user)
    locked.rows = []
    locked.done_at = clock.now()
    locked.save(update_fields=["rows", "done_at"])
    return saved


@transaction.atomic
def forget_import(*, kept: QuestionImport) -> None:
    """Throw a spreadsheet away. The questions that it brought in stay."""
    QuestionImport.objects.filter(pk=kept.pk).delete()
