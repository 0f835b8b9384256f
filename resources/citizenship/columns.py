"""The spreadsheet of questions: one row a question, and six columns for each language that it holds.

A heading of a language names it: ``Întrebare [uk]``. The same columns leave as an export and come back as an import.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from portal import languages
from resources.citizenship.words import MOST_ANSWERS


@dataclass(frozen=True)
class Column:
    """A column: its code, and its headings. ``also`` are others that mean the same, folded."""

    code: str
    romanian: str
    english: str
    also: tuple[str, ...] = ()


ROW_COLUMNS = (
    Column("code", "Cod", "Code", ("codul",)),
    Column("subject", "Materie", "Subject", ("materia", "domeniu")),
    Column("lesson", "Lecție", "Lesson", ("lectia",)),
    Column("right", "Răspuns corect", "Right answer", ("raspunsul corect", "corect", "right", "correct answer")),
    Column("source", "Sursă", "Source", ("sursa",)),
    Column("source_url", "Adresa sursei", "Address of the source", ("adresa", "link", "url", "source address")),
    Column("is_published", "Publicată", "Published", ("publicat",)),
)
TEXT_COLUMNS = (
    Column("question", "Întrebare", "Question", ("intrebarea",)),
    *(
        Column(f"answer_{number}", f"Răspuns {number}", f"Answer {number}", (f"raspunsul {number}",))
        for number in range(1, MOST_ANSWERS + 1)
    ),
    Column("explanation", "Explicație", "Explanation", ("explicatia",)),
    Column("is_machine", "Tradus automat", "Machine-translated", ("automat", "machine")),
)
EXAMPLE_CODE = "exemplu"
"""Whoever fills in the template and leaves its example in it does not mean to add it."""
_OF_A_LANGUAGE = re.compile(r"(?P<what>.*)[\[(]\s*(?P<language>[A-Za-z]{2,3})\s*[\])]\s*")


def fold_heading(heading: str) -> str:
    """Return a heading in small letters, without accents and signs."""
    decomposed = unicodedata.normalize("NFKD", heading).casefold()
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", bare.replace("_", " ")))


def _by_heading(columns: Sequence[Column]) -> dict[str, str]:
    return {
        fold_heading(heading): column.code
        for column in columns
        for heading in (column.code, column.romanian, column.english, *column.also)
    }


_ROW, _TEXT = _by_heading(ROW_COLUMNS), _by_heading(TEXT_COLUMNS)


def column_of(heading: str) -> str:
    """Return which column a heading means: ``right``, or ``uk.answer_1``; "" for none that we know.

    A text's heading without a language is the Romanian one.
    """
    found = _OF_A_LANGUAGE.fullmatch(heading)
    if found:
        code, what = found["language"].lower(), _TEXT.get(fold_heading(found["what"]))
        return f"{code}.{what}" if what and languages.is_supported(code) else ""
    folded = fold_heading(heading)
    if folded in _ROW:
        return _ROW[folded]
    return f"{languages.SOURCE_CODE}.{_TEXT[folded]}" if folded in _TEXT else ""


def columns_of(codes: Sequence[str]) -> list[str]:
    """Return the columns of a spreadsheet that holds these languages, in order."""
    return [
        *(column.code for column in ROW_COLUMNS),
        *(f"{code}.{column.code}" for code in codes for column in TEXT_COLUMNS if _has(code, column)),
    ]


def headings_of(codes: Sequence[str]) -> list[str]:
    """Return their headings, in Romanian or in English as the admin is."""
    is_romanian = get_language() == "ro"
    names = {
        column.code: column.romanian if is_romanian else column.english for column in (*ROW_COLUMNS, *TEXT_COLUMNS)
    }
    return [_heading(column, names) for column in columns_of(codes)]


def _heading(column: str, names: dict[str, str]) -> str:
    language, _, what = column.rpartition(".")
    return f"{names[what]} [{language}]" if language else names[column]


def _has(code: str, column: Column) -> bool:
    """The source is never a translation."""
    return not (code == languages.SOURCE_CODE and column.code == "is_machine")
