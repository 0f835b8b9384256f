"""What a question says in one language, and when it may be published. Forms, imports and the demo ask it alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import pgettext

from portal import languages

FEWEST_ANSWERS, MOST_ANSWERS = 2, 4


@dataclass(frozen=True)
class Words:
    """A question in one language. ``answers`` stand in the same order in every language."""

    question: str
    answers: tuple[str, ...]
    explanation: str = ""
    is_machine: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it has been written."""
        return not self.question and not self.explanation and not any(self.answers)


def faults_of(words: Words) -> list[str]:
    """Return what is wrong with a text by itself, in sentences for editors: what no reader could answer."""
    faults = []
    if not words.question:
        faults.append(pgettext("staff", "The question is missing."))
    if len(words.answers) < FEWEST_ANSWERS:
        faults.append(pgettext("staff", "A question needs at least two answers."))
    if not all(words.answers):
        faults.append(pgettext("staff", "An answer in the middle is empty."))
    if len({answer.casefold() for answer in words.answers}) < len(words.answers):
        faults.append(pgettext("staff", "Two answers are the same: only one may be right."))
    return faults


def what_is_missing(right: int | None, texts: Mapping[str, Words]) -> list[str]:
    """Return why a question can't be published, in sentences for editors; nothing when it can.

    ``right`` is the number of its one right answer, from 1; ``texts`` are what it says, by language.
    """
    source = texts.get(languages.SOURCE_CODE)
    if source is None:
        return [pgettext("staff", "The Romanian text is missing.")]
    faults = []
    if right is None:
        faults.append(pgettext("staff", "Say which answer is the right one."))
    elif not 1 <= right <= len(source.answers):
        faults.append(
            pgettext("staff", "There is no answer %(number)s that could be the right one.") % {"number": right}
        )
    for code, words in texts.items():
        language = languages.get_language(code).native
        found = faults_of(words)
        if len(words.answers) != len(source.answers):
            found.append(pgettext("staff", "It has another number of answers than the Romanian text."))
        sentence = pgettext("staff", "%(language)s: %(fault)s")
        faults += [sentence % {"language": language, "fault": fault} for fault in found]
    return faults
