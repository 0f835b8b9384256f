"""A spreadsheet of questions: from a file's bytes to rows, to drafts, with what is wrong in each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import pgettext

from portal import languages
from portal.exports.cells import plain_text
from portal.spreadsheets import Grid, Unreadable, read_grid
from resources.citizenship.columns import EXAMPLE_CODE, column_of, fold_heading
from resources.citizenship.drafts import Draft, faults_of_draft
from resources.citizenship.models import Question
from resources.citizenship.subjects import Subject
from resources.citizenship.words import MOST_ANSWERS, Words

MAX_ROWS = 1000
HEADINGS_WITHIN = 10
YES = frozenset({"da", "d", "yes", "y", "1", "true", "x", "adevarat"})
NO = frozenset({"nu", "n", "no", "0", "false", "fals"})
SUBJECT_NAMES = {
    "istorie": Subject.HISTORY,
    "geografie": Subject.GEOGRAPHY,
    "cultura": Subject.CULTURE,
    "legislatie": Subject.LEGISLATION,
    "constitutie": Subject.LEGISLATION,
    **{str(subject): subject for subject in Subject},
}

Row = dict[str, str]
"""What a row says, column to text, without empty cells; ``line`` is its line in the sheet."""


@dataclass(frozen=True)
class Listing:
    """What a file holds: its rows, and the headings of what we don't read."""

    rows: list[Row]
    ignored: list[str]


@dataclass
class Reading:
    """A row as we understand it. ``draft`` is ``None`` where there are errors, or where nothing would change."""

    line: int
    code: str
    is_new: bool = False
    draft: Draft | None = None
    changes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_rows(data: bytes) -> Listing:
    """Return the rows of a file. Raises :class:`Unreadable` with a sentence, and nothing else, for any bytes."""
    grid = read_grid(data)
    line, columns, ignored = _find_headings(grid)
    rows: list[Row] = []
    for number, cells in enumerate(grid[line:], start=line + 1):
        named = {column: plain_text(cells[place]) for column, place in columns.items() if place < len(cells)}
        said = {column: text for column, text in named.items() if text}
        if said and said.get("code") != EXAMPLE_CODE:
            rows.append({"line": str(number), **said})
    if not rows:
        raise Unreadable(pgettext("staff", "There is no question in this file."))
    if len(rows) > MAX_ROWS:
        sentence = pgettext("staff", "There are %(count)s questions in this file. Bring in at most %(most)s at a time.")
        raise Unreadable(sentence % {"count": len(rows), "most": MAX_ROWS})
    return Listing(rows, ignored)


def _find_headings(grid: Grid) -> tuple[int, dict[str, int], list[str]]:
    """Return the line of the headings, where each known column stands, and what the others are headed."""
    for number, cells in enumerate(grid[:HEADINGS_WITHIN], start=1):
        columns: dict[str, int] = {}
        ignored = []
        for place, heading in enumerate(cells):
            column = column_of(heading)
            if column and column not in columns:
                columns[column] = place
            elif heading:
                ignored.append(heading)
        if "code" in columns and len(columns) > 1:
            return number, columns, ignored
    sentence = pgettext("staff", "No line with headings was found. One column must be headed “Cod”: use our template.")
    raise Unreadable(sentence)


def check_rows(rows: Sequence[Row], known: Mapping[str, Question], *, may_change_rows: bool) -> list[Reading]:
    """Return each row's reading, in the order of the file. No query: ``known`` are the questions with their texts.

    Who may not change rows (a translator) brings texts of questions that exist; the other columns are not read.
    """
    seen: dict[str, int] = {}
    readings = []
    for row in rows:
        reading = _Checker(row, known.get(row.get("code", "")), may_change_rows=may_change_rows).reading()
        if reading.code and reading.code in seen:
            sentence = pgettext("staff", "The same code is on line %(line)s.")
            reading.errors.append(sentence % {"line": seen[reading.code]})
        seen.setdefault(reading.code, reading.line)
        if reading.errors:
            reading.draft = None
        readings.append(reading)
    return readings


class _Checker:
    """Reads one row. What a row leaves empty stays as it is."""

    def __init__(self, row: Row, question: Question | None, *, may_change_rows: bool) -> None:
        self._row = row
        self._question = question
        self._may_change_rows = may_change_rows
        self._reading = Reading(int(row["line"]), row.get("code", ""), is_new=question is None)

    def reading(self) -> Reading:
        if not self._reading.code:
            self._wrong(pgettext("staff", "The code is missing."))
            return self._reading
        if self._question is None and not self._may_change_rows:
            self._wrong(pgettext("staff", "There is no question with this code. Only editors add questions."))
            return self._reading
        before = self._question.words() if self._question else {}
        texts = {code: self._words(code, before.get(code)) for code in languages.CODES}
        changed = {code: words for code, words in texts.items() if words is not None and words != before.get(code)}
        old = self._question or Question(code=self._reading.code, is_published=True)
        draft = Draft(
            code=self._reading.code,
            subject=self._subject(old.subject),
            lesson=self._cell("lesson") or old.lesson,
            right=self._right(old.right),
            source=self._cell("source") or old.source,
            source_url=self._cell("source_url") or old.source_url,
            is_published=self._yes("is_published", default=old.is_published),
            texts=changed,
        )
        self._reading.changes = [
            *(
                str(Question._meta.get_field(name).verbose_name)
                for name, value in draft.values().items()
                if value != getattr(old, name)
            ),
            *(languages.get_language(code).native for code in changed),
        ]
        if self._reading.is_new or self._reading.changes:
            self._reading.draft = draft
        if not self._reading.errors:
            self._reading.errors += faults_of_draft(draft, before)
        return self._reading

    def _cell(self, column: str) -> str:
        return self._row.get(column, "") if self._may_change_rows else ""

    def _wrong(self, sentence: str) -> None:
        self._reading.errors.append(sentence)

    def _subject(self, before: str) -> str:
        text = self._cell("subject")
        if not text:
            return before
        found = SUBJECT_NAMES.get(fold_heading(text))
        if found is None:
            self._wrong(pgettext("staff", "“%(text)s” is none of the four subjects.") % {"text": text})
        return str(found or before)

    def _right(self, before: int | None) -> int | None:
        text = self._cell("right")
        if not text:
            return before
        if text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= MOST_ANSWERS:
            return int(text)
        sentence = pgettext("staff", "“%(text)s” is not the number of one right answer.")
        self._wrong(sentence % {"text": text})
        return before

    def _yes(self, column: str, *, default: bool) -> bool:
        text = self._row.get(column, "") if "." in column else self._cell(column)
        if not text:
            return default
        folded = fold_heading(text)
        if folded not in YES | NO:
            self._wrong(pgettext("staff", "“%(text)s” is neither yes nor no.") % {"text": text})
        return folded in YES

    def _words(self, code: str, before: Words | None) -> Words | None:
        """Return the text in a language, ``None`` where the row says nothing in it.

        An empty cell stays as it is. A text that somebody has changed is no machine's any more, unless the row says so.
        """
        said = {what: self._row[f"{code}.{what}"] for what in TEXT_PARTS if f"{code}.{what}" in self._row}
        if not said:
            if before is not None and f"{code}.is_machine" in self._row:
                is_machine = self._yes(f"{code}.is_machine", default=before.is_machine)
                return Words(before.question, before.answers, before.explanation, is_machine)
            return None
        answers = list(before.answers if before else ())
        answers += [""] * (MOST_ANSWERS - len(answers))
        for place in range(MOST_ANSWERS):
            answers[place] = said.get(f"answer_{place + 1}", answers[place])
        while answers and not answers[-1]:
            answers.pop()
        words = Words(
            question=said.get("question", before.question if before else ""),
            answers=tuple(answers),
            explanation=said.get("explanation", before.explanation if before else ""),
            is_machine=before.is_machine if before else False,
        )
        is_changed = before is None or words != before
        is_machine = self._yes(f"{code}.is_machine", default=words.is_machine and not is_changed)
        return Words(words.question, words.answers, words.explanation, is_machine and code != languages.SOURCE_CODE)


TEXT_PARTS = ("question", *(f"answer_{number}" for number in range(1, MOST_ANSWERS + 1)), "explanation")
