"""Typing errors: the words of a language that a word which nobody has written is closest to."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, Min
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from portal.search.models import SearchState, SearchWord

SHORTEST = 4
"""A shorter word is like too many others."""
LETTERS_AN_ERROR = 3
MOST_ERRORS = 3
ALIKE = 0.86
"""How alike two words must be by Jaro and Winkler where more than one letter differs: beginnings count more."""
OTHER_FIRST_LETTER = 0.6
"""People get the first letter right: another one is more than half an error more."""
MOST_WORDS = 8

_lock = Lock()
_kept: dict[str, Words] = {}


@dataclass(frozen=True)
class CloseWord:
    """A word of the index."""

    word: str
    display: str
    entries: int
    stems: frozenset[str]


@dataclass(frozen=True)
class Words:
    """The words of a language in one version of the index."""

    version: int
    words: list[CloseWord]
    spelled: list[str]


def closest_words(word: str, language: str) -> list[CloseWord]:
    """Return the word that is closest, and its other forms; none where all are too far.

    A letter too many, too few, another one or two that changed places count as one error; a third of a word's
    letters may be wrong. A query, and another one when the index has changed since this process read its words.
    """
    if len(word) < SHORTEST:
        return []
    known = _words(language)
    errors = min(MOST_ERRORS, len(word) // LETTERS_AN_ERROR)
    found = process.extract(word, known.spelled, scorer=OSA.distance, score_cutoff=errors, limit=40)
    close = sorted(
        (distance + (0 if spelled[:1] == word[:1] else OTHER_FIRST_LETTER), -known.words[index].entries, index)
        for spelled, distance, index in found
        if distance == 1 or JaroWinkler.similarity(word, spelled) >= ALIKE
    )
    if not close:
        return []
    best = known.words[close[0][2]]
    also = [known.words[index] for distance, _entries, index in close[1:] if distance <= close[0][0] + 1]
    return [best, *(other for other in also if other.stems & best.stems)][:MOST_WORDS]


def _words(language: str) -> Words:
    """Return the words of a language as this process keeps them, for as long as the index is the same."""
    version = SearchState.objects.values_list("version", flat=True).first() or 0
    kept = _kept.get(language)
    if kept and kept.version == version:
        return kept
    rows = SearchWord.objects.filter(language=language).values("word").order_by()
    each = rows.annotate(shown=Min("display"), most=Max("entries"), stems=ArrayAgg("stem"))
    found = each.values_list("word", "shown", "most", "stems")
    words = [CloseWord(word, display, entries, frozenset(stems)) for word, display, entries, stems in found]
    with _lock:
        _kept[language] = kept = Words(version, words, [known.word for known in words])
    return kept
