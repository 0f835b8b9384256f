"""The reference of an enrolment: digits only, because it is read over the phone in twelve languages."""

from __future__ import annotations

import re
import secrets
import unicodedata

LENGTH = 9


def check_digit(digits: str) -> str:
    """Return the Luhn check digit of these digits (ISO/IEC 7812-1, annex B)."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def new_reference() -> str:
    """Return a random reference: eight digits that can't be guessed from another, and a check digit."""
    digits = str(secrets.choice(range(10**7, 10**8)))
    return digits + check_digit(digits)


def format_reference(reference: str) -> str:
    """Return a reference in groups of three, as it is shown and read out."""
    return " ".join(reference[start : start + 3] for start in range(0, len(reference), 3))


def digits_in(text: str) -> str:
    """Return the digits in a text, of any script, as 0 to 9."""
    values = (unicodedata.digit(char, None) for char in text)
    return "".join(str(value) for value in values if value is not None)


def parse_reference(text: str) -> str:
    """Return the reference in what somebody typed, in digits of any script, with any separators.

    Raises ``ValueError`` when it isn't one: wrong length, or a digit mistyped.
    """
    digits = digits_in(text)
    if len(digits) != LENGTH or re.search(r"[^\W\d_]", text) or check_digit(digits[:-1]) != digits[-1]:
        raise ValueError(text)
    return digits
