"""The token ``{fact:code}``: found in prose, checked on publishing, shown in the reader's language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal import clock
from portal.amounts import LATIN_DIGITS, format_lei, format_percent
from portal.facts.models import Fact
from portal.languages import get_language
from portal.phones import phone_link

TOKEN = re.compile(r"\{fact:([a-z0-9][a-z0-9_-]*)\}")


def codes_in(text: str) -> set[str]:
    """Return the codes that a text names."""
    return set(TOKEN.findall(text))


def unknown_codes(texts: Iterable[str]) -> set[str]:
    """Return the codes in these texts that no fact has."""
    named = set().union(*(codes_in(text) for text in texts)) if texts else set()
    known = set(Fact.objects.filter(code__in=named).values_list("code", flat=True))
    return named - known


def facts_of_today() -> dict[str, Fact]:
    """Return today's value of every fact, by code. One query."""
    return {fact.code: fact for fact in Fact.objects.valid_on(clock.today())}


def format_fact(fact: Fact, language: str) -> SafeString:
    """Return a fact's value as HTML in a language: formatted, isolated, a phone as a link to call."""
    value = fact.value
    match fact.kind:
        case Fact.Kind.AMOUNT:
            shown = format_lei(Decimal(value), language)
        case Fact.Kind.NUMBER:
            shown = format_decimal(Decimal(value), locale=language, numbering_system=LATIN_DIGITS)
        case Fact.Kind.PERCENT:
            shown = format_percent(Decimal(value), language)
        case Fact.Kind.DAYS | Fact.Kind.MONTHS | Fact.Kind.YEARS:
            unit = {"days": "duration-day", "months": "duration-month", "years": "duration-year"}[fact.kind]
            shown = _duration(int(value), unit, language)
        case Fact.Kind.DATE:
            shown = format_date(dt.date.fromisoformat(value), format="long", locale=get_language(language).cldr_locale)
        case Fact.Kind.PHONE:
            return phone_link(value)
        case Fact.Kind.URL:
            return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', value, value.split("://", 1)[-1].rstrip("/"))
        case _:
            return format_html('<bdi lang="ro">{}</bdi>', value)
    return format_html("<bdi>{}</bdi>", shown)


@lru_cache(maxsize=512)
def _duration(count: int, unit: str, language: str) -> str:
    """Return a number of days, months or years in words.

    Where CLDR's long form is the same as the short one (in seven of our languages), the long one is left
    out of its data, and Babel then shows the unit's code.
    """
    long, short = (
        format_unit(count, unit, length=length, locale=language, numbering_system=LATIN_DIGITS)
        for length in ("long", "short")
    )
    return short if unit in long else long


def replace_tokens(html: str, facts: dict[str, Fact], language: str) -> SafeString:
    """Return ``html``, which must be safe already, with every token replaced by its fact.

    A fact that should have been checked again says so. A token that no fact has any more (it was deleted after
    publishing) becomes an ellipsis: a reader must never meet a code.
    """
    today = clock.today()

    def shown(match: re.Match[str]) -> str:
        fact = facts.get(match.group(1))
        if fact is None:
            return "…"
        value = format_fact(fact, language)
        return f"{value} {_in_doubt(language)}" if fact.is_past_review(today) else str(value)

    return mark_safe(TOKEN.sub(shown, html))  # noqa: S308 - the input is safe, facts are escaped


def _in_doubt(language: str) -> SafeString:
    """Return the words beside a fact that is past its review: readable by everybody, and for screen readers too."""
    with translation.override(language):
        # Translators: beside an amount, a deadline or a phone number whose last check was too long ago.
        return format_html('<span class="in-doubt">({})</span>', _("we are checking this again"))
