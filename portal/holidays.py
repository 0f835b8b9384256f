"""Romanian public holidays (Labour Code, Law 53/2003, art. 139), as the ``holidays`` package computes them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays


@lru_cache(maxsize=16)
def _year(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("RO", years=year))


def is_public_holiday(day: dt.date) -> bool:
    """Whether this day is a public holiday in Romania."""
    return day in _year(day.year)
