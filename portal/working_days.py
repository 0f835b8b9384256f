"""Working days in Romania: Monday to Friday, without public holidays (Labour Code, Law 53/2003, art. 137 and 139)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from portal.clock import ZONE
from portal.holidays import is_public_holiday


def is_working_day(day: dt.date) -> bool:
    """Whether offices work on this day."""
    return day.weekday() < 5 and not is_public_holiday(day)


def add_working_days(moment: dt.datetime, days: int) -> dt.datetime:
    """Return the same time of day so many working days later, in Europe/Bucharest.

    What comes on a day off counts as come when the next working day begins: a message of Saturday noon has
    until Tuesday 00:00 with one day, which is the end of Monday.
    """
    local = timezone.localtime(moment, ZONE)
    if not is_working_day(local.date()):
        local = dt.datetime.combine(_next_working_day(local.date()), dt.time.min, tzinfo=ZONE)
    day = local.date()
    for _each in range(days):
        day = _next_working_day(day)
    return dt.datetime.combine(day, local.timetz().replace(tzinfo=None), tzinfo=ZONE)


def _next_working_day(day: dt.date) -> dt.date:
    day += dt.timedelta(days=1)
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day
