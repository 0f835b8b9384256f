"""Questions as readers meet them: in Romanian, which the interview is held in, and in their own language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from portal import languages
from resources.citizenship.models import Question, QuestionText
from resources.citizenship.subjects import Subject
from resources.citizenship.words import Words


@dataclass(frozen=True)
class Answer:
    """One answer to choose. ``own`` is "" where it says nothing else than the Romanian: a name, a year."""

    number: int
    romanian: str
    own: str
    is_right: bool


@dataclass(frozen=True)
class ShownQuestion:
    """A question with its texts. ``own`` is ``None`` where the reader reads Romanian, or there is no translation."""

    question: Question
    romanian: Words
    own: Words | None
    language: languages.Language

    @property
    def code(self) -> str:
        """The question's code."""
        return self.question.code

    @property
    def subject(self) -> Subject:
        """Its subject."""
        return Subject(self.question.subject)

    @property
    def right(self) -> int:
        """The number of the right answer; what is published has one."""
        return self.question.right or 0

    @property
    def answers(self) -> list[Answer]:
        """Its answers, in their order."""
        own = self.own.answers if self.own else ()
        return [
            Answer(number, text, other if other != text else "", number == self.right)
            for number, (text, other) in enumerate(zip_longest(self.romanian.answers, own, fillvalue=""), start=1)
        ]

    @property
    def right_answer(self) -> Answer:
        """The one right answer."""
        return self.answers[self.right - 1]

    @property
    def explanation(self) -> str:
        """Why it is right, in the reader's language, else in Romanian."""
        return (self.own.explanation if self.own else "") or self.romanian.explanation

    @property
    def explained_in(self) -> languages.Language:
        """The language of the explanation."""
        is_own = self.own is not None and bool(self.own.explanation)
        return self.language if is_own else languages.get_language(languages.SOURCE_CODE)

    @property
    def is_machine(self) -> bool:
        """Whether a machine has translated what the reader reads."""
        return self.own is not None and self.own.is_machine

    @property
    def is_untranslated(self) -> bool:
        """Whether the reader has to do with the Romanian text."""
        return self.own is None and self.language.code != languages.SOURCE_CODE


def shown_questions(language: str, **choice: Any) -> list[ShownQuestion]:
    """Return published questions in the bank's order; ``choice`` filters their texts. One query."""
    texts = QuestionText.objects.for_reader(language).filter(**choice)
    rows: dict[int, dict[str, QuestionText]] = {}
    for text in texts:
        rows.setdefault(text.question_id, {})[text.language] = text
    return [_shown(found, language) for found in rows.values() if languages.SOURCE_CODE in found]


def _shown(texts: Mapping[str, QuestionText], language: str) -> ShownQuestion:
    source = texts[languages.SOURCE_CODE]
    own = texts.get(language) if language != languages.SOURCE_CODE else None
    return ShownQuestion(source.question, source.words, own.words if own else None, languages.get_language(language))


@dataclass(frozen=True)
class Asked:
    """A question of a self-test or of the interview, and the number of the answer that was chosen."""

    number: int
    shown: ShownQuestion
    chosen: int | None

    @property
    def is_right(self) -> bool:
        """Whether the right answer was chosen."""
        return self.chosen == self.shown.right

    @property
    def chosen_answer(self) -> Answer | None:
        """The answer that was chosen."""
        return self.shown.answers[self.chosen - 1] if self.chosen else None

    @property
    def name(self) -> str:
        """The name of its field in the form: short, so that all answers fit into an address."""
        return f"a{self.number}"


def asked(questions: Sequence[ShownQuestion], answers: Mapping[str, str]) -> list[Asked]:
    """Return the questions, numbered from 1, with what ``answers`` (a query) chose of each."""
    found = []
    for number, shown in enumerate(questions, start=1):
        chosen = answers.get(f"a{number}", "")
        is_an_answer = chosen.isascii() and chosen.isdigit() and 1 <= int(chosen[:4]) <= len(shown.answers)
        found.append(Asked(number, shown, int(chosen[:4]) if is_an_answer else None))
    return found
