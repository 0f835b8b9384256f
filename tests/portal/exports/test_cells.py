"""What a spreadsheet sees in an exported cell: no formula, every phone as it was, nothing lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.exports import csv_response, phone_text, safe_text

NASTY = st.text(alphabet=st.sampled_from(" \t\r\n\"',;|=+-@0123456789.aAș\u200f\ufeff＝＋－＠()!"), max_size=30)
TEXTS = st.one_of(NASTY, st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
PLAIN = re.compile(r"\+[0-9]{2,15}|\+[0-9]{1,4}( [0-9]{1,12})+|-[0-9]+([.][0-9]+)?")


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet, or who pastes a cell by hand, would make something of it."""
    seen = re.sub(r'^[\s"\ufeff\u200b-\u200f\x00-\x1f]+', "", cell)
    return seen[:1] in set("=+-@＝＋－＠") and not PLAIN.fullmatch(seen.strip())


def as_cut_at(content: str, delimiter: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter) for cell in row]


@given(TEXTS)
@example("=HYPERLINK(1)")
@example('x;"=1"')
@example(" \t=1")
@example("＝cmd")
@example("a,-5+3")
def test_no_cell_is_a_formula_wherever_the_file_is_cut(text: str) -> None:
    content = b"".join(csv_response("x.csv", ["a", "b"], [["1", text]]).streaming_content).decode("utf-8-sig")
    assert [cell for cell in as_cut_at(content, ";") if is_formula(cell)] == []
    for piece in re.split("[,;|\t\r\n]", safe_text(text)):
        assert not is_formula(piece), piece


@given(TEXTS)
def test_nothing_is_taken_away(text: str) -> None:
    kept = iter(safe_text(text))
    assert all(character in kept for character in text)
    assert safe_text(text).replace("'", "") == text.replace("'", "")


@given(st.integers(1, 999), st.lists(st.integers(0, 999_999), min_size=1, max_size=4))
def test_phones_survive_byte_for_byte(country: int, groups: list[int]) -> None:
    for text in (f"+{country} {' '.join(map(str, groups))}", f"+{country}{groups[0]}"):
        assert safe_text(text) == text
        assert safe_text(f"sună la ;{text}") == f"sună la ;{text}"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("+40700000001", "+40 700 000 001"),
        ("+14155552671", "+1 415 555 2671"),  # written with dashes there: a spreadsheet would subtract
        ("+380671234567", "+380 67 123 4567"),
        ("", ""),
    ],
)
def test_phones_are_written_in_groups(number: str, text: str) -> None:
    assert phone_text(number) == text
    assert safe_text(text) == text


@pytest.mark.parametrize("text", ["-5", "-3.5", "a-b", "e=mc", "Ana-Maria", "ana@mail.example", "7 + 1", ""])
def test_what_is_harmless_stays(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    "text", ["=1", "+a", "-a", "@sum", "-1+2", "+40-700", "\t=1", "\tx", "\rx", "'' =1"[3:], "＋x"]
)
def test_what_is_not_gets_an_apostrophe(text: str) -> None:
    assert "'" in safe_text(text)


def test_dates_and_numbers_are_written_for_machines() -> None:
    moment = dt.datetime(2026, 7, 1, 21, 30, tzinfo=dt.UTC)
    row = [moment, dt.date(2026, 7, 1), 5, -2, None, True, "ș"]
    content = b"".join(csv_response("x.csv", list("abcdefg"), [row]).streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == ["a;b;c;d;e;f;g", "2026-07-02 00:30;2026-07-01;5;-2;;1;ș"]
    assert moment.astimezone(ZoneInfo("Europe/Bucharest")).hour == 0
