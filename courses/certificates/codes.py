"""The code of a certificate: nobody can guess it, and everybody can type it from the paper."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U, which people take for 1, 1, 0 and V."""
LENGTH = 16
"""Eighty bits."""
GROUP = 4
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_SEPARATORS = str.maketrans("", "", "-\u2010\u2011\u2012\u2013\u2014._/ \t\u00a0")


def new_code() -> str:
    """Return a random code, sixteen characters."""
    return "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))


def format_code(code: str) -> str:
    """Return a code in groups of four, as it is printed and as it stands in addresses."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def parse_code(text: str) -> str:
    """Return the code in what somebody typed: small letters, any separators, and misread letters are fine.

    Raises ``ValueError`` when it can't be one.
    """
    code = text.translate(_SEPARATORS).upper().translate(_MISREAD)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise ValueError(text)
    return code
