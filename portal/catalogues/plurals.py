"""Plural forms of a language, from the CLDR by way of Babel: a new language needs no table here."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale
from babel.plural import PluralRule, to_gettext

_ORDER = ("zero", "one", "two", "few", "many", "other")
_SAMPLE = range(1000)


@cache
def plural_header(code: str) -> str:
    """Return the value of ``Plural-Forms`` for a language.

    Categories that only fractions reach (the fourth of Ukrainian and Russian) are left out: what is counted
    here are people, places and days.
    """
    match = re.fullmatch(r"nplurals=\d+; plural=(.*?);?", to_gettext(_rule(code)))
    if match is None:
        raise ValueError(f"No plural formula for {code}")
    return f"nplurals={len(form_examples(code))}; plural={match[1]};"


@cache
def form_examples(code: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the plural forms of a language in order: the category's name, and the numbers below 1000 it is for."""
    rule = _rule(code)
    numbers: dict[str, list[int]] = {}
    for number in _SAMPLE:
        numbers.setdefault(rule(number), []).append(number)
    return tuple((name, tuple(numbers[name])) for name in _ORDER if name in numbers)


def _rule(code: str) -> PluralRule:
    return Locale.parse(code.replace("-", "_")).plural_form
