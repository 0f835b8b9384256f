"""From bytes to rows: any file is either rows or a sentence."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from courses.intake.columns import COLUMNS, code_of, template_rows
from courses.intake.reading import MAX_ROWS, Row, read_list
from courses.intake.template_files import table_template, workbook_template
from portal.spreadsheets import MAX_BYTES, MAX_LINES, Unreadable, read_grid
from tests.courses.intake.conftest import table, workbook

HEADINGS = ["Nume", "Telefon", "Limba"]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "utf-16"])
def test_a_table_is_read_whatever_excel_made_of_it(separator: str, encoding: str) -> None:
    data = table(
        HEADINGS,
        ["Ștefan Țâră".replace("Ș", "Ş").replace("Ț", "Ţ"), "+40700000001", "română"],
        separator=separator,
        encoding=encoding,
    )
    rows = read_list(data).rows
    assert [row.number for row in rows] == [2]
    assert rows[0].cells == {"name": "Ştefan Ţâră", "phone": "+40700000001", "language": "română"}


def test_a_table_may_name_its_separator_and_keeps_its_line_numbers() -> None:
    data = b"sep=;\r\nNume;Telefon\r\n\r\nAmina, a doua;0700000001\r\n"
    assert read_list(data).rows == [Row(4, {"name": "Amina, a doua", "phone": "0700000001"})]


def test_a_workbook_is_read_with_numbers_days_and_plus_signs() -> None:
    data = workbook(
        ["Nr. crt.", "Prenume", "Nume", "Telefon", "Data nașterii", "Are nevoie de îngrijirea copiilor"],
        [1, "Amina", "Prima", 712345678.0, dt.date(1990, 5, 31), True],
        [2, "Yusuf", "Altul", "+40700000002", 1985, None],
    )
    listing = read_list(data)
    assert listing.ignored == []
    assert [dict(row.cells) for row in listing.rows] == [
        {"name": "Amina Prima", "phone": "712345678", "birth_year": "1990-05-31", "childcare": "1"},
        {"name": "Yusuf Altul", "phone": "+40700000002", "birth_year": "1985"},
    ]


def test_formulas_are_text_and_nothing_is_computed() -> None:
    listing = read_list(workbook(["Nume", "Observații"], ["=1+1", '=HYPERLINK("http://x.example")']))
    assert listing.rows[0].cells == {"name": "=1+1", "comment": '=HYPERLINK("http://x.example")'}


def test_headings_are_found_below_a_title_in_any_order_and_language() -> None:
    data = table(
        ["Lista de cursanți, noiembrie"],
        [],
        ["E-MAIL", "LIMBĂ VORBITĂ", "NUMELE ȘI PRENUMELE (obligatoriu)", "CNP"],
        ["a@mail.example", "ar", "Amina", "2900531000000"],
    )
    listing = read_list(data)
    assert listing.rows == [Row(4, {"email": "a@mail.example", "language": "ar", "name": "Amina"})]
    assert listing.ignored == ["CNP"]
    assert "2900531000000" not in str(listing.rows)


def test_only_the_first_of_two_columns_alike_is_read_and_the_other_is_named() -> None:
    listing = read_list(table(["Nume", "Telefon", "Mobil"], ["Amina", "0700000001", "0700000002"]))
    assert listing.rows[0].cells["phone"] == "0700000001"
    assert listing.ignored == ["Mobil"]


@pytest.mark.parametrize("language", ["ro", "en"])
@pytest.mark.parametrize("make", [workbook_template, table_template])
def test_the_template_is_read_back_and_its_example_is_nobody(language, make) -> None:
    data = make(language)
    with pytest.raises(Unreadable, match="nobody"):
        read_list(data)
    headings, example = template_rows(language)
    filled = read_list(table(headings, ["Amina Alta", *example[1:]]))
    assert filled.ignored == []
    assert filled.rows[0].cells["status"]


def test_headings_mean_one_column_each() -> None:
    for column in COLUMNS:
        for heading in (column.romanian, column.english, *column.also):
            assert code_of(heading) == column.code, heading


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "headings"),
        (b"%PDF-1.7 something", "headings"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old Excel"),
        (b"PK\x03\x04 broken", "can't be read"),
        (b"\0\1\2\3", "no list"),
        (b"\xff\xfe\0", "no list"),
        (table(["Telefon", "Limba"], ["0700000001", "ar"]), "headings"),
        (table(["Nume", "Telefon"]), "nobody"),
        (b"x" * (MAX_BYTES + 1), "too large"),
        (table(["Nume"], *[["Amina"]] * (MAX_ROWS + 1)), "at most 500"),
        (table(["Nume"], *[[""]] * MAX_LINES, ["Amina"]), "lines"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_list(data)


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (30 * 1024 * 1024))
    assert len(file.getvalue()) < MAX_BYTES
    with pytest.raises(Unreadable, match="too much"):
        read_grid(file.getvalue())


def test_a_cell_far_below_is_refused_and_not_walked_to() -> None:
    made = Workbook()
    made.active["A1"] = "Nume"
    made.active["A1048576"] = "Amina"
    file = io.BytesIO()
    made.save(file)
    with pytest.raises(Unreadable, match="lines"):
        read_list(file.getvalue())


def _either_rows_or_a_sentence(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        rows = read_list(data).rows
        assert rows
        for row in rows:
            assert Row.from_json(row.as_json()) == row
            assert all("\0" not in text for text in row.cells.values())


@given(st.binary(max_size=2000))
def test_any_bytes_are_rows_or_a_sentence(data: bytes) -> None:
    _either_rows_or_a_sentence(data)


@given(st.binary(max_size=500))
def test_any_bytes_below_headings_are_rows_or_a_sentence(data: bytes) -> None:
    _either_rows_or_a_sentence(b"Nume;Telefon;Limba\n" + data)


WORKBOOK = workbook(HEADINGS, ["Amina", 712345678, "ar"])


@given(st.data())
def test_a_damaged_workbook_is_rows_or_a_sentence(data: st.DataObject) -> None:
    good = bytearray(WORKBOOK)
    for _damage in range(data.draw(st.integers(1, 5))):
        good[data.draw(st.integers(4, len(good) - 1))] = data.draw(st.integers(0, 255))
    _either_rows_or_a_sentence(bytes(good))


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20), min_size=1, max_size=5)
)
def test_what_is_written_comes_back(names: list[str]) -> None:
    data = table(["Nume", "Observații"], *[["Amina " + name, "x"] for name in names])
    read = read_list(data).rows
    assert len(read) == len(names)
    assert all(row.cells["name"].startswith("Amina") for row in read)
