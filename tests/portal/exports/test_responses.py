"""Downloads: what a program reads back, and what becomes of them when the reader goes away."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.exports import Sheet, csv_response, xlsx_response
from portal.exports.responses import safe_filename

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


def workbook_of(*sheets: Sheet):
    return load_workbook(io.BytesIO(b"".join(xlsx_response("x.xlsx", sheets).streaming_content)))


@given(st.lists(st.one_of(TEXTS, st.sampled_from(["=1+1", "+40 700 000 001", "#N/A", "1e5", "TRUE"])), min_size=1))
def test_every_text_is_read_back_as_it_was_and_as_a_text(texts: list[str]) -> None:
    sheet = workbook_of(Sheet("a", ["x"], [[text] for text in texts])).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value.replace("_x005F_", "_") for cell in cells] == texts
    assert {cell.data_type for cell in cells} == {"s"}


def test_dates_numbers_and_what_xml_can_not_hold() -> None:
    moment = dt.datetime(2026, 7, 1, 21, 30, tzinfo=dt.UTC)
    row = [moment, dt.date(2026, 7, 1), 5, -2.5, None, True, "a\x00b\r\n", "_x0041_"]
    cells = next(workbook_of(Sheet("a", list("abcdefgh"), [row])).active.iter_rows(min_row=2, values_only=True))
    assert cells[0] == dt.datetime(2026, 7, 2, 0, 30)  # noqa: DTZ001 - workbooks know no time zones
    assert cells[1] == dt.datetime(2026, 7, 1)  # noqa: DTZ001
    assert cells[2:7] == (5, -2.5, None, True, "a\ufffdb\r\n")
    assert cells[7] == "_x005F_x0041_"  # as Excel wants it written


def test_sheets_have_their_names_their_headings_in_sight_and_columns_to_read_in() -> None:
    workbook = workbook_of(
        Sheet("Iași: 1/2 [x] 'a'", ["Nume", "Telefon"], [["A" * 30, "+40 700 000 001"]] * 700),
        Sheet("", ["x"], []),
    )
    assert len(workbook.worksheets) == 2
    first, second = workbook.worksheets
    assert "/" not in first.title
    assert second.title == "1"
    assert (first.freeze_panes, first.max_row, first["A1"].font.bold) == ("A2", 701, True)
    assert [round(first.column_dimensions[letter].width) for letter in "AB"] == [32, 17]


def kinds():
    return {
        "csv": lambda rows: csv_response("x.csv", ["a"], rows),
        "xlsx": lambda rows: xlsx_response("x.xlsx", [Sheet("a", ["a"], rows)]),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_are_read_while_the_file_is_sent_and_closed_when_the_reader_goes_away(kind: str) -> None:
    read, closed = [], []

    def rows() -> Iterator[list[str]]:
        try:
            for number in range(100_000):
                read.append(number)
                yield [f"{number * 7919 % 10_007} {number}"]
        finally:
            closed.append(True)

    response = kinds()[kind](rows())
    assert not read
    pieces = iter(response.streaming_content)
    assert next(pieces)
    while len(read) < 600:
        next(pieces)
    assert len(read) < 50_000
    assert not closed
    response.close()
    del pieces
    assert closed


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_download_is_kept_nowhere_and_taken_for_nothing_else(kind: str) -> None:
    response = kinds()[kind]([["x"]])
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == f'attachment; filename="x.{kind}"'


def test_a_file_is_in_the_language_of_who_asked_for_it() -> None:
    with translation.override("ro"):
        response = csv_response("x.csv", ["a"], ([gettext("Monday")] for _ in range(1)))
    assert "luni" in b"".join(response.streaming_content).decode().lower()
    assert translation.get_language() == "en"


@pytest.mark.parametrize(
    ("name", "safe"),
    [("../../etc/passwd", "etc-passwd"), ('a"b\r\nSet-Cookie: x.csv', "a-b-Set-Cookie- x.csv"), ("", "export"),
     ("Iași 12.xlsx", "Iași 12.xlsx"), (".htaccess", "htaccess")],
)  # fmt: skip
def test_names_of_files_are_safe(name: str, safe: str) -> None:
    assert safe_filename(name) == safe
