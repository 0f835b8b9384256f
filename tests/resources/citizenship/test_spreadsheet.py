"""Questions from a spreadsheet: any file is rows or a sentence, and what leaves comes back as it was."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.exports.cells import plain_text, safe_text
from portal.spreadsheets import Unreadable
from resources.citizenship.columns import column_of, columns_of, headings_of
from resources.citizenship.models import Question, QuestionText
from resources.citizenship.reading import check_rows, read_rows
from resources.citizenship.table_files import questions_file, template_file
from resources.citizenship.words import Words
from tests.factories import words


def table(*rows: list[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def question(code: str, texts: dict[str, Words], **values: Any) -> Question:
    made = Question(code=code, **{"subject": "history", "right": 1, "is_published": True, **values})
    for language, said in texts.items():
        made.texts.add(QuestionText.of(made, language, said))
    return made


def readings(data: bytes, *known: Question, may_change_rows: bool = True) -> list[Any]:
    by_code = {each.code: each for each in known}
    return check_rows(read_rows(data).rows, by_code, may_change_rows=may_change_rows)


HEADINGS = ["Cod", "Materie", "Răspuns corect", "Întrebare [ro]", "Răspuns 1 [ro]", "Răspuns 2 [ro]"]


@given(st.binary(max_size=2000))
def test_any_bytes_are_rows_or_a_sentence(data: bytes) -> None:
    try:
        listing = read_rows(data)
    except Unreadable as unreadable:
        assert str(unreadable)  # noqa: PT017 - either is right
    else:
        check_rows(listing.rows, {}, may_change_rows=True)


cells = st.text(max_size=30)


@given(st.lists(st.lists(cells, min_size=1, max_size=12), min_size=1, max_size=6), st.booleans())
def test_whatever_a_row_says_it_is_an_error_or_a_draft(rows: list[list[str]], may_change_rows: bool) -> None:
    headings = [*HEADINGS, "Explicație [ro]", "Question (uk)", "Answer 1 (uk)", "Answer 2 (uk)", "Publicată", "Sursă"]
    try:
        found = readings(table(headings, *rows), may_change_rows=may_change_rows)
    except Unreadable:
        return
    for reading in found:
        assert bool(reading.errors) != (reading.draft is not None)


texts = (
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=",;\t"), min_size=1, max_size=60
    )
    .map(lambda text: unicodedata.normalize("NFC", text).strip())
    .filter(lambda text: text and plain_text(text) == text and not text.startswith("\ufeff"))
) | st.sampled_from(["=1+1", "-5", "+40 712", "@da", "- unu", "„=2”", "'n casă", "a\nb"])
said = st.builds(
    Words,
    question=texts,
    answers=st.lists(texts, min_size=2, max_size=4, unique_by=str.casefold).map(tuple),
    explanation=texts,
    is_machine=st.booleans(),
)


@given(said, said, st.sampled_from(["xlsx", "csv"]), st.sampled_from(["ro", "en"]))
def test_what_leaves_comes_back_as_it_was(romanian: Words, other: Words, kind: str, admin: str) -> None:
    romanian = Words(romanian.question, romanian.answers, romanian.explanation)
    other = Words(other.question, romanian.answers, other.explanation, other.is_machine)
    with translation.override(admin):
        kept = question("istorie-1", {"ro": romanian, "uk": other}, lesson="dacia", source="O carte")
        (reading,) = readings(bytes_of(questions_file(kind, ["uk"], [kept])), kept)
    assert (reading.errors, reading.changes, reading.draft) == ([], [], None)


@given(st.text(max_size=80))
def test_a_text_that_was_made_safe_is_plain_again(text: str) -> None:
    if plain_text(text) == text:
        assert plain_text(safe_text(text)) == text


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("admin", ["ro", "en"])
def test_the_template_is_read_and_its_example_is_nobodys(kind: str, admin: str) -> None:
    with translation.override(admin), pytest.raises(Unreadable, match="question|întrebare"):
        read_rows(bytes_of(template_file(kind, ["uk"])))


@pytest.mark.parametrize("admin", ["ro", "en"])
def test_every_heading_is_known(admin: str) -> None:
    with translation.override(admin):
        assert [column_of(heading) for heading in headings_of(["ro", "fa"])] == columns_of(["ro", "fa"])


def test_a_new_question_is_read() -> None:
    (reading,) = readings(table(["Banca de întrebări"], HEADINGS, ["istorie-9", "Istorie", 2, "Cine?", "Eu", "Tu"]))
    assert (reading.line, reading.errors, reading.is_new) == (3, [], True)
    assert reading.draft.subject == "history"
    assert reading.draft.right == 2
    assert reading.draft.texts == {"ro": Words("Cine?", ("Eu", "Tu"))}
    assert reading.draft.is_published


WRONG = {
    "no code": (["", "Istorie", 1, "Cine?", "Eu", "Tu"], "code"),
    "a code with spaces": (["a b", "Istorie", 1, "Cine?", "Eu", "Tu"], "code"),
    "another subject": (["a", "Sport", 1, "Cine?", "Eu", "Tu"], "Sport"),
    "no subject": (["a", "", 1, "Cine?", "Eu", "Tu"], "subject"),
    "two right answers": (["a", "Istorie", "1, 2", "Cine?", "Eu", "Tu"], "1, 2"),
    "no right answer": (["a", "Istorie", "", "Cine?", "Eu", "Tu"], "right"),
    "a right answer that isn't there": (["a", "Istorie", 3, "Cine?", "Eu", "Tu"], "3"),
    "one answer": (["a", "Istorie", 1, "Cine?", "Eu"], "two answers"),
    "no question": (["a", "Istorie", 1, "", "Eu", "Tu"], "question"),
    "no Romanian text": (["a", "Istorie", 1], "Romanian"),
    "too long": (["a", "Istorie", 1, "x" * 401, "Eu", "Tu"], "400"),
    "the same answer twice": (["a", "Istorie", 1, "Cine?", "Eu", "eu"], "same"),
}


@pytest.mark.parametrize(("row", "named"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_in_a_row_is_named(row: list[Any], named: str) -> None:
    good, bad = readings(table(HEADINGS, ["b", "Istorie", 1, "Cine?", "Eu", "Tu"], row))
    assert good.errors == []
    assert bad.draft is None
    assert any(named in error for error in bad.errors), bad.errors


def test_a_code_twice_is_wrong_the_second_time() -> None:
    row = ["a", "Istorie", 1, "Cine?", "Eu", "Tu"]
    first, second = readings(table(HEADINGS, row, row))
    assert first.draft is not None
    assert "line 2" in second.errors[0]


def test_an_empty_cell_leaves_things_as_they_are() -> None:
    kept = question("a", {"ro": words(), "en": words("en")}, right=3)
    (reading,) = readings(table(["Cod", "Sursă", "Explicație [en]"], ["a", "O lege", ""]), kept)
    assert reading.changes == ["source"]
    assert reading.draft.right == 3
    assert reading.draft.texts == {}


def test_a_translator_brings_a_language_and_nothing_else() -> None:
    kept = question("a", {"ro": words(answers=2)}, right=1)
    headings = ["Cod", "Răspuns corect", "Întrebare [uk]", "Răspuns 1 [uk]", "Răspuns 2 [uk]"]
    data = table(headings, ["a", 2, "Хто?", "Я", "Ти"], ["b", 1, "Хто?", "Я", "Ти"])
    known, unknown = readings(data, kept, may_change_rows=False)
    assert known.draft.right == 1
    assert known.draft.texts == {"uk": Words("Хто?", ("Я", "Ти"))}
    assert unknown.errors


def test_a_text_that_a_person_changes_is_no_machines_any_more() -> None:
    machine = words("uk", is_machine=True)
    kept = question("a", {"ro": words(), "uk": machine})
    (changed,) = readings(table(["Cod", "Explicație [uk]"], ["a", "Тому."]), kept)
    assert not changed.draft.texts["uk"].is_machine
    (signed,) = readings(table(["Cod", "Tradus automat [uk]"], ["a", "nu"]), kept)
    assert signed.draft.texts["uk"] == words("uk")
    (still,) = readings(table(["Cod", "Explicație [uk]", "Tradus automat [uk]"], ["a", "Тому.", "da"]), kept)
    assert still.draft.texts["uk"].is_machine


def test_columns_that_are_not_known_are_named() -> None:
    listing = read_rows(table(["Cod", "Culoare", "Întrebare [xx]", "Întrebare"], ["a", "roșu", "?", "Cine?"]))
    assert listing.ignored == ["Culoare", "Întrebare [xx]"]
    assert listing.rows == [{"line": "2", "code": "a", "ro.question": "Cine?"}]
