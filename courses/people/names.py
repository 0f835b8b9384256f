"""Names, folded so that they are found however they are typed."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

_SAME_LETTER = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ş": "s", "ţ": "t", "ı": "i", "ł": "l", "đ": "d", "ø": "o"})


def fold_name(name: str) -> str:
    """Return a name in lower case, without accents, words separated by one space, in its own script.

    Only combining marks of the Latin block fall away (U+0300 to U+036F): vowel signs of Devanagari,
    Bengali and Sinhala are letters.
    """
    # Twice: decorated capitals only become capitals by decomposing, and casefold makes letters with marks.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    bare = re.sub(r"[\u0300-\u036f]", "", decomposed)
    words = re.findall(r"\w[\w\u0900-\u0dff\u064b-\u065f]*", unicodedata.normalize("NFC", bare).translate(_SAME_LETTER))
    return " ".join(words)


def search_words(*names: str) -> str:
    """Return what a person is found by: the folded names, and each in Latin letters."""
    folded = [fold_name(name) for name in names if name]
    latin = [fold_name(anyascii(name)) for name in names if name]
    return " ".join(dict.fromkeys(" ".join(folded + latin).split()))[:250]


def match_key(name: str) -> str:
    """Return what names that may be one person's have in common: Latin skeletons of the words, sorted."""
    return " ".join(sorted(fold_name(anyascii(name)).split()))[:250]
