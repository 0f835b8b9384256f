"""When a run meets in a usual week, read off its sessions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from babel.dates import get_day_names
from django.utils import timezone
from django.utils.translation import get_language

from portal import languages

if TYPE_CHECKING:
    from courses.catalogue.models import Session

USUAL_SHARE = 0.2
"""A weekday and time that fewer than this share of the sessions have is an exception, not the pattern."""


@dataclass(frozen=True)
class Meeting:
    """One weekly meeting: ``weekday`` 0 (Monday) to 6, times in Europe/Bucharest."""

    weekday: int
    starts: dt.time
    ends: dt.time

    @property
    def weekday_name(self) -> str:
        """The day's name in the reader's language."""
        return _day_names(get_language() or languages.SOURCE_CODE)[self.weekday]

    @property
    def hours(self) -> str:
        """From when to when, 24 hours, Latin digits."""
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}"


@lru_cache(maxsize=64)
def _day_names(code: str) -> dict[int, str]:
    # Not "stand-alone": Babel 2.18 keeps the first language's names for every other one that has none of its own.
    return dict(get_day_names("wide", context="format", locale=code))


def weekly_schedule(sessions: Iterable[Session]) -> list[Meeting]:
    """Return the weekly pattern of these sessions, Monday first; moved and cancelled ones don't count."""
    meetings = Counter(
        Meeting(start.weekday(), start.time(), timezone.localtime(session.ends_at).time())
        for session in sessions
        if not session.is_cancelled
        for start in [timezone.localtime(session.starts_at)]
    )
    return usual_meetings(meetings)


def counted_schedule(rows: Iterable[Mapping[str, Any]]) -> list[Meeting]:
    """Return the weekly pattern of sessions that the database has counted (``RunQuerySet.with_schedule``)."""
    return usual_meetings(
        {
            Meeting(row["day"] - 1, dt.time.fromisoformat(row["starts"]), dt.time.fromisoformat(row["ends"])): row["n"]
            for row in rows
        }
    )


def usual_meetings(meetings: Mapping[Meeting, int]) -> list[Meeting]:
    """Return the meetings that are no exception, Monday first."""
    total = sum(meetings.values())
    usual = [meeting for meeting, count in meetings.items() if count >= total * USUAL_SHARE]
    return sorted(usual, key=lambda meeting: (meeting.weekday, meeting.starts))


def schedule_text(sessions: Iterable[Session]) -> str:
    """Return the weekly pattern as lines of plain text, a meeting each, in the reader's language."""
    return "\n".join(f"{meeting.weekday_name}, {meeting.hours}" for meeting in weekly_schedule(sessions))
