"""Names, folded so that they are found however they are typed."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

from courses.people.spellings import words_of

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
    """Return what names that may be one person's have in common: frames of their words, sorted.

    Equal for other scripts, accents, transliterations and orders of the words, at most 250 characters.
    Equal keys are candidates, not proof: Hasan and Husain share one (see :func:`is_same_name`).
    Empty for what holds nothing visible.
    """
    return " ".join(word.frame for word in words_of(name))[:250] or (fold_name(name) or name.strip())[:250]


def is_same_name(one: str, other: str) -> bool:
    """Whether two names may be one in two spellings: the same key, and no vowel that contradicts.

    Mohammed is محمد, but not Mahmoud; Khaled is Khalid. Where Arabic script leaves vowels out, they may be
    any short ones.
    """
    if match_key(one) != match_key(other):
        return False
    left = words_of(other)
    for word in words_of(one):
        match = next((each for each in left if each.frame == word.frame and word.is_like(each)), None)
        if match is None:
            return False
        left.remove(match)
    return True
