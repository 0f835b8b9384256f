"""Codes are typed from paper, in whatever way; initials say little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.certificates.codes import ALPHABET, LENGTH, format_code, new_code, parse_code
from courses.certificates.initials import initials_of


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_what_is_printed_is_read_again(code) -> None:
    printed = format_code(code)
    assert parse_code(printed) == code
    assert parse_code(printed.lower()) == code
    assert parse_code(f" {printed.replace('-', ' ')} ") == code
    assert parse_code(printed.replace("1", "l").replace("0", "O").replace("V", "u")) == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_refused(text) -> None:
    try:
        code = parse_code(text)
    except ValueError:
        return
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)


@pytest.mark.parametrize("text", ["", "2026-000123", "K7QX-2M9D", "K7QX-2M9D-K7QX-2M9!", "K7QX-2M9D-K7QX-2M9DD"])
def test_what_is_no_code_is_refused(text) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_code(text)


def test_codes_differ_and_look_like_codes() -> None:
    codes = {new_code() for _each in range(50)}
    assert len(codes) == 50
    assert all(parse_code(code) == code for code in codes)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Amal Nour", "A. N."),
        ("ana-maria  pop", "A. M. P."),
        ("Олена Зоряна", "О. З."),
        ("Ștefan", "Ș."),
        ("أمل نور", "أ. ن."),
        ("सुनिता तारा", "सु. ता."),
        ("නිමල් සඳකඩ", "නි. ස."),
        ("O'Neil d'Arc", "O. D."),
        ("Dr. 3", "D."),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_in_any_script(name, initials) -> None:
    assert initials_of(name) == initials
