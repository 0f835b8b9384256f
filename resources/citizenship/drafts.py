"""Questions as a spreadsheet or the demo's files bring them: looked through before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import pgettext

from portal import languages
from resources.citizenship.models import Question, QuestionText
from resources.citizenship.words import MOST_ANSWERS, Words, what_is_missing


@dataclass(frozen=True)
class Draft:
    """A question as it is to be. ``texts`` are the languages that it brings; those that it leaves out stay."""

    code: str
    subject: str
    right: int | None
    lesson: str = ""
    source: str = ""
    source_url: str = ""
    is_published: bool = True
    texts: Mapping[str, Words] = field(default_factory=dict)

    def values(self) -> dict[str, object]:
        """Return the values of the row's fields."""
        names = ("code", "subject", "right", "lesson", "source", "source_url", "is_published")
        return {name: getattr(self, name) for name in names}


def faults_of_draft(draft: Draft, before: Mapping[str, Words]) -> list[str]:
    """Return what is wrong with a draft, in sentences for editors; ``before`` is what the question says so far."""
    faults = list(_faults_of_fields(Question(**draft.values()), {"id"}))
    for code, words in draft.texts.items():
        if not languages.is_supported(code):
            faults.append(pgettext("staff", "“%(text)s” is none of our languages.") % {"text": code})
        elif len(words.answers) > MOST_ANSWERS:
            sentence = pgettext("staff", "A question has at most %(count)s answers.")
            faults.append(sentence % {"count": MOST_ANSWERS})
        else:
            faults += _faults_of_text(code, words)
    if not faults and draft.is_published:
        faults = what_is_missing(draft.right, {**before, **draft.texts})
    return faults


def _faults_of_text(code: str, words: Words) -> list[str]:
    """Return what no text may have, published or not."""
    faults = list(_faults_of_fields(QuestionText.of(Question(), code, words), {"id", "question"}))
    if not all(words.answers):
        faults.append(pgettext("staff", "An answer in the middle is empty."))
    named = pgettext("staff", "%(language)s: %(fault)s")
    return [named % {"language": languages.get_language(code).native, "fault": fault} for fault in faults]


def _faults_of_fields(row: models.Model, without: set[str]) -> Iterator[str]:
    """Yield what the fields themselves refuse: too long, empty, not a choice, not an address."""
    try:
        row.clean_fields(exclude=without)
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            label = "" if name == NON_FIELD_ERRORS else str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            named = pgettext("staff", "%(field)s: %(fault)s")
            yield from (named % {"field": label, "fault": sentence} if label else sentence for sentence in sentences)
