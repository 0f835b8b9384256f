"""What a row says: good, doubtful, or wrong, in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.models import Course, Run
from courses.intake import values
from courses.intake.checking import check_rows
from courses.intake.columns import COLUMNS
from courses.intake.reading import Row
from courses.intake.roster import Member, Roster
from courses.people.models import Person
from portal import clock
from portal.directory.models import Project

RUN = Run(course=Course(kind=Course.Kind.ROMANIAN), capacity=5)
GOOD = {"name": "Amina Exemplu", "phone": "0700 000 001", "language": "arabă"}


def check(*rows: dict[str, str], run: Run = RUN, roster: Roster | None = None):
    return check_rows([Row(number, row) for number, row in enumerate(rows, start=2)], run, roster or Roster())


def test_a_good_row_is_a_submission() -> None:
    (reading,) = check(
        GOOD
        | {"email": "a@mail.example", "level": "începător", "birth_year": "31.05.1990", "status": "refugiat"}
        | {"childcare": "da", "contact_by": "WhatsApp", "may_leave_message": "x", "comment": "după ora 17"}
    )
    assert (reading.errors, reading.warnings) == ([], [])
    found = reading.submission
    assert found is not None
    assert (found.name, found.phone, found.email) == ("Amina Exemplu", "+40700000001", "a@mail.example")
    assert (found.language, found.level, found.birth_year, found.status) == ("ar", "none", 1990, "refugee")
    assert (found.needs_childcare, found.may_leave_message) == (True, True)
    assert (found.contact_by, found.comment) == (Person.ContactBy.WHATSAPP, "după ora 17")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "name is missing"),
        ({"name": "\u200f\u200b"}, "name is missing"),
        ({"name": "=A1&B1"}, "formula"),
        ({"name": "A" * 101}, "longer than 100"),
        ({"phone": ""}, "no phone and no e-mail"),
        ({"phone": "12"}, "not a phone number"),
        ({"phone": "4,07E+10"}, "not a phone number"),
        ({"email": "amina"}, "not an e-mail"),
        ({"language": "klingoniană"}, "none of our languages"),
        ({"birth_year": "1700"}, "not a year"),
        ({"birth_year": "treizeci"}, "not a year"),
        ({"comment": "x" * 1001}, "longer than 1000"),
    ],
)
def test_what_can_not_be_guessed_is_an_error(change: dict[str, str], sentence: str) -> None:
    (reading,) = check(GOOD | change)
    assert reading.submission is None
    assert any(sentence in error for error in reading.errors), reading.errors


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"language": ""}, "Română"),
        ({"level": "bine"}, "not understood"),
        ({"status": "turist"}, "not understood"),
        ({"childcare": "poate"}, "not understood"),
    ],
)
def test_what_nobody_needs_is_a_warning(change: dict[str, str], sentence: str) -> None:
    (reading,) = check(GOOD | change)
    assert reading.submission is not None
    assert any(sentence in warning for warning in reading.warnings), reading.warnings


def test_who_has_no_phone_is_written_to() -> None:
    (reading,) = check({"name": "Amina", "email": "a@mail.example", "language": "ar", "contact_by": "telefon"})
    assert reading.submission is not None
    assert reading.submission.contact_by == Person.ContactBy.EMAIL


def test_under_16_needs_a_guardian_whose_contact_is_enough() -> None:
    year = str(clock.today().year - 16)
    alone, with_guardian = check(
        GOOD | {"birth_year": year},
        {
            "name": "Omar",
            "birth_year": year,
            "language": "ar",
            "guardian_name": "Amina",
            "guardian_phone": "0700000009",
        },
    )
    assert any("parent or guardian" in error for error in alone.errors)
    assert with_guardian.submission is not None
    assert with_guardian.submission.phone == with_guardian.submission.guardian_phone == "+40700000009"
    (older,) = check(GOOD | {"birth_year": str(clock.today().year - 17)})
    assert older.submission is not None


def test_a_group_of_children_asks_for_guardians() -> None:
    (reading,) = check(GOOD, run=Run(course=RUN.course, audience=Run.Audience.CHILDREN))
    assert any("parent or guardian" in error for error in reading.errors)


def test_a_status_that_does_not_fit_is_a_warning() -> None:
    run = Run(course=RUN.course, project=Project(eligible_statuses=["refugee"]))
    fits, other = check(GOOD | {"status": "refugiat"}, GOOD | {"status": "cetatean ue", "phone": "0700000002"}, run=run)
    assert fits.warnings == []
    assert any("another status" in warning for warning in other.warnings)


def test_the_same_person_twice_is_named_by_line_and_a_family_is_not() -> None:
    first, spelt, sister = check(GOOD, GOOD | {"name": "EXEMPLU  Amína"}, GOOD | {"name": "Leila Exemplu"})
    assert first.submission is not None
    assert spelt.errors == ["The same person is on line 2."]
    assert sister.submission is not None


def test_who_is_in_the_group_already_is_named_by_reference() -> None:
    roster = Roster([Member("123456782", "Exemplu Amina", "+40700000001", "")])
    (reading,) = check(GOOD, roster=roster)
    assert reading.errors == ["Is in this group already: 123 456 782."]
    (other_phone,) = check(GOOD | {"phone": "0700 000 002"}, roster=roster)
    assert other_phone.submission is not None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("712345678", "+40712345678"),
        ("712345678.0", "+40712345678"),
        ("712345678,00", "+40712345678"),
        ("'0712345678", "+40712345678"),
        ('="0712345678"', "+40712345678"),
        ("+40712345678", "+40712345678"),
        ("40712345678", "+40712345678"),
        ("380501234567", "+380501234567"),
        ("\u202a+40 712 345 678\u202c", "+40712345678"),
        ("٠٧١٢٣٤٥٦٧٨", "+40712345678"),
        ("", ""),
    ],
)
def test_phones_that_a_spreadsheet_took_for_amounts_are_mended(text: str, number: str) -> None:
    assert values.read_phone(text) == number


def test_every_language_is_known_by_code_and_by_its_names() -> None:
    from babel import Locale

    from portal.languages import LANGUAGES

    for language in LANGUAGES:
        romanian = Locale("ro").languages[language.code]
        for name in (language.code, language.native, language.english, romanian, f"limba {romanian}"):
            assert values.read_language(name) == language.code, name


CELLS = st.dictionaries(st.sampled_from([column.code for column in COLUMNS]), st.text(max_size=40))


@given(st.lists(CELLS, max_size=6))
def test_any_cells_are_a_submission_or_an_error(rows: list[dict[str, str]]) -> None:
    readings = check(*rows)
    assert len(readings) == len(rows)
    for reading in readings:
        assert (reading.submission is None) == bool(reading.errors)
        if reading.submission is not None:
            assert reading.submission.name
            assert reading.submission.phone or reading.submission.email
