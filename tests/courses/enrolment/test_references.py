"""References survive being read out, typed and mistyped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolment.references import check_digit, format_reference, new_reference, parse_reference

references = st.integers(10**7, 10**8 - 1).map(lambda number: f"{number}{check_digit(str(number))}")


def test_the_check_digit_is_the_standards() -> None:
    # The example of ISO/IEC 7812-1's formula that is in every textbook.
    assert check_digit("7992739871") == "3"


@given(references)
def test_what_is_shown_is_read_again(reference: str) -> None:
    assert parse_reference(format_reference(reference)) == reference
    assert parse_reference(f" {reference[:4]}-{reference[4:]}.") == reference


@given(references)
def test_digits_of_other_scripts_are_read(reference: str) -> None:
    arabic = reference.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    nepali = reference.translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    assert parse_reference(arabic) == parse_reference(nepali) == reference


@given(references, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(reference: str, at: int, by: int) -> None:
    wrong = str((int(reference[at]) + by) % 10)
    with pytest.raises(ValueError, match=r"\d"):
        parse_reference(reference[:at] + wrong + reference[at + 1 :])


@pytest.mark.parametrize("text", ["", "12", "482130765 1", "abc482130765", "ab"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_reference(text)


def test_new_ones_are_valid_and_differ() -> None:
    made = {new_reference() for _ in range(50)}
    assert len(made) == 50
    assert all(parse_reference(reference) == reference for reference in made)
