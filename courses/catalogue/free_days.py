"""Days off as staff type them: one day or a span, separated by commas, semicolons or lines."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import pgettext

MOST_DAYS = 366
_DAY = re.compile(r"^(?:(\d{1,2})[./](\d{1,2})[./](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))$")
_SPAN = re.compile(r"\s+(?:-|–|—|\.\.)\s+|\s*(?:–|—|\.\.)\s*|(?<=\d{4})\s*-\s*(?=\d{1,2}[./])")
"""A dash between two days. One without spaces parts them only where it can't belong to a day."""


class NotADay(ValueError):
    """Something that was typed is no day; the message says what, in the reader's language."""


def parse_free_days(text: str) -> frozenset[dt.date]:
    """Return the days that a text names: ``24.12.2026``, ``2026-12-24`` or ``24.12.2026 - 6.1.2027``.

    Raises :class:`NotADay` for what is no day, a span that ends before it begins, or one of more than a year.
    """
    days: set[dt.date] = set()
    for part in re.split(r"[,;\n]", text):
        if part.strip():
            days |= _days_of(part.strip())
    return frozenset(days)


def _days_of(part: str) -> set[dt.date]:
    ends = _SPAN.split(part)
    if len(ends) not in {1, 2}:
        raise _not_a_day(part)
    first, last = _day(ends[0], part), _day(ends[-1], part)
    length = (last - first).days
    if not 0 <= length < MOST_DAYS:
        raise _not_a_day(part)
    return {first + dt.timedelta(days=n) for n in range(length + 1)}


def _day(text: str, part: str) -> dt.date:
    found = _DAY.match(text.strip())
    if not found:
        raise _not_a_day(part)
    day, month, year, iso_year, iso_month, iso_day = (int(number) if number else 0 for number in found.groups())
    try:
        return dt.date(year or iso_year, month or iso_month, day or iso_day)
    except ValueError:
        raise _not_a_day(part) from None


def _not_a_day(part: str) -> NotADay:
    return NotADay(
        pgettext("staff", "“%(text)s” is no day: write 24.12.2026, or 24.12.2026 - 6.1.2027.") % {"text": part}
    )
