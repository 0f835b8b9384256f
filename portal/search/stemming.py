"""What a word is reduced to, so that its forms find each other.

PostgreSQL's stemmers know Romanian, English, Russian, Arabic, Turkish, Nepali and Hindi; for the other languages the
endings of the list of languages are taken off. Both the word as written and its folded form are reduced: a stemmer
knows diacritics, people leave them out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from django.db import connection

from portal import languages
from portal.search.folding import WORD, fold

SHORTEST_STEM = 3


@cache
def stop_words(code: str) -> frozenset[str]:
    """Return the folded words of a language that say nothing about what is searched."""
    text = languages.get_language(code).stop_words
    return frozenset(fold(match.group()) for match in WORD.finditer(text))


@cache
def _endings(code: str) -> tuple[str, ...]:
    endings = {fold(ending) for ending in languages.get_language(code).endings.split()} - {""}
    return tuple(sorted(endings, key=len, reverse=True))


def without_ending(word: str, code: str) -> str:
    """Return a folded word without the longest ending of the language that leaves enough of it."""
    for ending in _endings(code):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def stems_of(words: Mapping[str, Collection[str]], code: str) -> dict[str, set[str]]:
    """Return the stems of folded words (each with the ways in which it was written). One query, or none."""
    found = {word: {without_ending(word, code)} for word in words}
    stemmer = languages.get_language(code).stemmer
    if stemmer and words:
        forms = {(word, form) for word, written in words.items() for form in {word, *written}}
        ordered = sorted(forms)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT n, ts_lexize(%s::regdictionary, form) FROM unnest(%s::text[]) WITH ORDINALITY AS t(form, n)",
                [stemmer, [form for _word, form in ordered]],
            )
            for n, lexemes in cursor.fetchall():
                word = ordered[n - 1][0]
                found[word].update(fold(lexeme) for lexeme in lexemes or ())
    return {word: {stem for stem in stems if stem} or {word} for word, stems in found.items()}
