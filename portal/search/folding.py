"""Words as search compares them: what people type differently for the same word becomes the same.

Case, diacritics and the old cedilla letters of Romanian; the dotless i of Turkish; ё and ґ; Arabic vowel marks and
tatweel, the forms of alef, kaf, yeh and heh that keyboards of four languages make differently; the nukta and the
candrabindu of Devanagari; joiners; digits of every script. What tells words apart stays: vowel signs of Indic scripts,
the teh marbuta (the stemmer of Arabic takes it off), й.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST_WORD = 60
"""Characters of a word that count: no word of ours is longer, and what somebody pastes may be."""

_LETTER = r"[^\W_]"
_MARKS = (
    "\u0300-\u036f"  # Latin and Cyrillic diacritics
    "\u0483-\u0487"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic
    "\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963"  # Devanagari
    "\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u09e2\u09e3\u09fe"  # Bengali
    "\u0d81-\u0d83\u0dca-\u0df3"  # Sinhala
)
_JOINERS = "\u200c\u200d"
_IGNORED = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9`\u00b4"

_INSIDE = rf"(?:{_LETTER}|[{_MARKS}{_JOINERS}{_IGNORED}])"
WORD = re.compile(rf"{_LETTER}{_INSIDE}*(?:(?<=[\u0400-\u04ff])[{_APOSTROPHES}](?=[\u0400-\u04ff]){_INSIDE}+)*")
"""A word in a text, as it is written. An apostrophe is part of it between Cyrillic letters, and ends it elsewhere: in
Turkish a suffix follows it."""

_DROPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u093c"
    f"{_JOINERS}{_IGNORED}{_APOSTROPHES}]"
)
_SAME = str.maketrans(
    {
        "\u0131": "i",  # dotless i
        "\u0142": "l",
        "\u0111": "d",
        "\u00f8": "o",
        "\u0491": "\u0433",  # ґ as г
        "\u0649": "\u064a",  # alef maksura as yeh
        "\u06cc": "\u064a",  # Persian yeh as the Arabic one
        "\u06a9": "\u0643",  # Persian kaf
        "\u06c1": "\u0647",  # Urdu heh goal, heh doachashmee, Kurdish ae as heh
        "\u06be": "\u0647",
        "\u06d5": "\u0647",
        "\u06ba": "\u0646",  # noon ghunna as noon
        "\u0671": "\u0627",  # alef wasla
        "\u0901": "\u0902",  # candrabindu as anusvara
        "\u0981": "\u0982",
    }
)
_SHORT_I, _KEPT = "\u0439", "\ue000"
"""й keeps its breve: without it, it would be another letter."""


@lru_cache(maxsize=131_072)
def fold(word: str) -> str:
    """Return what search compares of a word; "" where nothing is left. Folding twice changes nothing."""
    folded = _once(word)
    # A letter that appears only now, out of what was dropped between two others, is folded too.
    while (again := _once(folded)) != folded:
        folded = again
    return folded


def _once(word: str) -> str:
    text = unicodedata.normalize("NFKC", word.replace("\u0130", "i")).casefold()
    text = unicodedata.normalize("NFC", text).replace(_SHORT_I, _KEPT)
    text = unicodedata.normalize("NFD", text)
    text = _DROPPED.sub("", text).translate(_SAME).replace(_KEPT, _SHORT_I)
    text = unicodedata.normalize("NFC", text)
    if not text.isascii():
        text = "".join(_digit(character) for character in text)
    return text[:LONGEST_WORD]


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def words_of(text: str) -> Iterator[tuple[str, str]]:
    """Return the words of a text in order: as written (lower case), and folded.

    Of a word with a joiner that can be seen as a gap (Persian) the parts are words too.
    """
    for match in WORD.finditer(text):
        written = match.group()
        folded = fold(written)
        if folded:
            yield written.lower(), folded
        if "\u200c" in written:
            for part in written.split("\u200c"):
                if len(short := fold(part)) > 1:
                    yield part.lower(), short


def query_words(text: str) -> list[tuple[str, str]]:
    """Return the words of a query, each once, in order: as written (lower case), and folded."""
    found: dict[str, str] = {}
    for match in WORD.finditer(text):
        if folded := fold(match.group()):
            found.setdefault(folded, match.group().lower())
    return [(written, folded) for folded, written in found.items()]
