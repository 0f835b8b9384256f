"""The question banks as a file to fill in and to bring back: a template, or all that there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.translation import get_language, pgettext

from portal import languages
from portal.exports import Sheet, csv_response, xlsx_response
from resources.citizenship.columns import EXAMPLE_CODE, columns_of, headings_of
from resources.citizenship.models import Question
from resources.citizenship.words import Words

KINDS = ("xlsx", "csv")


def questions_file(kind: str, codes: Sequence[str], questions: Iterable[Question]) -> StreamingHttpResponse:
    """Return these questions with these languages beside the Romanian text, as a download."""
    columns = columns_of(_with_source(codes))
    return _file(kind, codes, ([_cell(question, column) for column in columns] for question in questions))


def template_file(kind: str, codes: Sequence[str]) -> StreamingHttpResponse:
    """Return an empty table with an example row, which is never brought in."""
    return _file(kind, codes, [[_EXAMPLE.get(column, "") for column in columns_of(_with_source(codes))]])


def _with_source(codes: Sequence[str]) -> list[str]:
    return [languages.SOURCE_CODE, *(code for code in codes if code != languages.SOURCE_CODE)]


def _file(kind: str, codes: Sequence[str], rows: Iterable[list[object]]) -> StreamingHttpResponse:
    headings = headings_of(_with_source(codes))
    name = "-".join([pgettext("staff", "questions"), *_with_source(codes)])
    if kind == "csv":
        return csv_response(f"{name}.csv", headings, rows)
    return xlsx_response(f"{name}.xlsx", [Sheet(pgettext("staff", "questions"), headings, rows)])


def _cell(question: Question, column: str) -> object:
    language, _, what = column.rpartition(".")
    if not language:
        value = getattr(question, what)
        return _yes(value) if what == "is_published" else ("" if value is None else value)
    words = question.words().get(language)
    if words is None:
        return ""
    return dict(_said(words)).get(what, "")


def _said(words: Words) -> Iterator[tuple[str, str]]:
    yield "question", words.question
    yield from ((f"answer_{number}", answer) for number, answer in enumerate(words.answers, start=1))
    yield "explanation", words.explanation
    yield "is_machine", _yes(words.is_machine)


def _yes(value: bool) -> str:
    if get_language() == "ro":
        return "da" if value else "nu"
    return "yes" if value else "no"


_EXAMPLE = {
    "code": EXAMPLE_CODE,
    "subject": "legislation",
    "right": 2,
    "source": "Constituția României, art. 13",
    "source_url": "https://www.cdep.ro/pls/dic/site2015.page?id=339",
    "ro.question": "Care este limba oficială în România?",
    "ro.answer_1": "Latina",
    "ro.answer_2": "Româna",
    "ro.answer_3": "Maghiara",
    "ro.explanation": "Articolul 13 din Constituție: limba oficială este limba română.",
}
