"""Romanian public holidays (Labour Code, Law 53/2003, art. 139), as the ``holidays`` package computes them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays
from django.utils.translation import gettext, gettext_noop

_NAMES = frozenset(
    {
        gettext_noop("New Year's Day"),
        gettext_noop("Epiphany"),
        gettext_noop("Saint John the Baptist"),
        gettext_noop("Unification of the Romanian Principalities Day"),
        gettext_noop("Good Friday"),
        gettext_noop("Easter"),
        gettext_noop("Labor Day"),
        gettext_noop("Children's Day"),
        gettext_noop("Pentecost"),
        gettext_noop("Dormition of the Mother of God"),
        gettext_noop("Saint Andrew's Day"),
        gettext_noop("National Day"),
        gettext_noop("Christmas Day"),
    }
)
"""As the package calls them in English: what the catalogues translate."""


@lru_cache(maxsize=16)
def _year(year: int) -> dict[dt.date, list[str]]:
    days = holidays.country_holidays("RO", years=year, language="en_US")
    return {day: days.get_list(day) for day in days}


def is_public_holiday(day: dt.date) -> bool:
    """Whether this day is a public holiday in Romania."""
    return day in _year(day.year)


def holiday_name(day: dt.date) -> str:
    """Return what a public holiday is called in the reader's language, "" for any other day.

    A day that is two of them is called by both names. A holiday that the package has learned since is called just that.
    """
    names = _year(day.year).get(day, [])
    known = [gettext(name) if name in _NAMES else gettext("public holiday") for name in names]
    return " · ".join(dict.fromkeys(known))
