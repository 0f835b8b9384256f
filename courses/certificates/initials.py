"""Names on certificates: their first letters, for the public page, and whether Romanian offices can read them.

First letters are enough to compare with a paper in the hand, and too little to find somebody by.
"""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"[\s\-\u2010\u2011\u00b7.,]+")


def initials_of(name: str) -> str:
    """Return the first letter of each word, with the marks that belong to it: "A. N."; in any script."""
    letters = [_first_letter(word) for word in _WORDS.split(unicodedata.normalize("NFC", name))]
    return " ".join(f"{letter}." for letter in letters if letter)


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters alone, with whatever marks."""
    return all(unicodedata.name(char, "").startswith("LATIN") for char in name if char.isalpha())


def _first_letter(word: str) -> str:
    """Return the first letter of a word with its marks, "" where there is none: a vowel sign isn't read alone."""
    start = next((index for index, char in enumerate(word) if char.isalpha()), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(word) and unicodedata.category(word[end]) in {"Mn", "Mc"}:
        end += 1
    return word[start:end].upper()
