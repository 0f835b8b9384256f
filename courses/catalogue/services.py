"""Writes and plans of the catalogue: the meetings of a run from its weekly pattern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from portal.holidays import is_public_holiday

DAYS_OF_THE_WEEK = range(7)


@dataclass(frozen=True)
class PlannedSession:
    """One meeting that isn't stored yet; both moments are aware, in Europe/Bucharest."""

    starts_at: dt.datetime
    ends_at: dt.datetime


def plan_sessions(
    *, first_day: dt.date, weekdays: Collection[int], starts: dt.time, ends: dt.time, count: int
) -> list[PlannedSession]:
    """Return ``count`` meetings on the given days of the week, none on a Romanian public holiday.

    The first falls on ``first_day`` or after it. ``weekdays`` are 0 (Monday) to 6; ``starts`` and ``ends``
    are what the clock on the wall shows in Europe/Bucharest, in summer and in winter.
    Raises ``ValueError`` for a pattern without a valid day, without a meeting, or that ends before it starts.
    """
    if not weekdays or not set(weekdays) <= set(DAYS_OF_THE_WEEK):
        raise ValueError("A weekly pattern needs at least one day, from 0 (Monday) to 6 (Sunday).")
    if count < 1:
        raise ValueError("A run needs at least one session.")
    if ends <= starts:
        raise ValueError("A session ends after it starts.")

    # A list of aware datetimes made day by day: adding weeks to the first one would move the
    # hour by one whenever the clocks change.
    zone = timezone.get_default_timezone()
    sessions: list[PlannedSession] = []
    day = first_day
    while len(sessions) < count:
        if day.weekday() in weekdays and not is_public_holiday(day):
            sessions.append(
                PlannedSession(
                    dt.datetime.combine(day, starts, tzinfo=zone), dt.datetime.combine(day, ends, tzinfo=zone)
                )
            )
        day += dt.timedelta(days=1)
    return sessions
