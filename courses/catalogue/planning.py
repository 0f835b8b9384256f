"""The dates of a run from its weekly pattern, with public holidays and other free days left out. Nothing is stored."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from courses.catalogue.schedule import Meeting, weekly_schedule
from portal import clock
from portal.holidays import is_public_holiday

if TYPE_CHECKING:
    from courses.catalogue.models import Session

MOST_SESSIONS = 400
"""A run of more meetings than this is a mistake in a form: five a week for a year and a half."""


@dataclass(frozen=True)
class PlannedSession:
    """One meeting that isn't stored yet; both moments are aware, in Europe/Bucharest."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    room: str = ""
    trainer_id: int | None = None


@dataclass(frozen=True)
class PatternMeeting:
    """A weekly meeting with the room and the trainer that it has in most weeks."""

    meeting: Meeting
    room: str = ""
    trainer_id: int | None = None


@dataclass(frozen=True)
class LeftOut:
    """A day of the pattern on which nobody meets: a public holiday, or a day that staff have named."""

    day: dt.date
    is_holiday: bool


@dataclass(frozen=True)
class Plan:
    """What a pattern gives: the meetings in order, and the days that were left out between them."""

    sessions: list[PlannedSession]
    left_out: list[LeftOut]


def plan_pattern(
    *,
    first_day: dt.date,
    pattern: Sequence[PatternMeeting],
    count: int | None = None,
    last_day: dt.date | None = None,
    free_days: Collection[dt.date] = (),
) -> Plan:
    """Return the meetings of a weekly pattern from ``first_day`` on: ``count`` of them, or all until ``last_day``.

    Times are what the clock on the wall shows in Europe/Bucharest, in summer and in winter. Raises ``ValueError``
    for a pattern that is empty or ends before it starts, without an end, or of more than :data:`MOST_SESSIONS`.
    """
    _check(pattern, count, last_day)
    by_weekday: dict[int, list[PatternMeeting]] = {}
    for part in sorted(pattern, key=lambda part: part.meeting.starts):
        by_weekday.setdefault(part.meeting.weekday, []).append(part)
    sessions: list[PlannedSession] = []
    left_out: list[LeftOut] = []
    wanted = MOST_SESSIONS + 1 if count is None else count
    day = first_day
    while len(sessions) < wanted and (last_day is None or day <= last_day):
        today = by_weekday.get(day.weekday(), [])
        if today and is_public_holiday(day):
            left_out.append(LeftOut(day, is_holiday=True))
        elif today and day in free_days:
            left_out.append(LeftOut(day, is_holiday=False))
        else:
            sessions += [_on(day, part) for part in today]
        day += dt.timedelta(days=1)
    if len(sessions) > MOST_SESSIONS and count is None:
        raise ValueError("A run doesn't have that many sessions.")
    return Plan(sessions[:wanted], left_out)


def _check(pattern: Sequence[PatternMeeting], count: int | None, last_day: dt.date | None) -> None:
    weekdays = {part.meeting.weekday for part in pattern}
    if not weekdays or not weekdays <= set(range(7)):
        raise ValueError("A weekly pattern needs at least one day, from 0 (Monday) to 6 (Sunday).")
    if any(part.meeting.ends <= part.meeting.starts for part in pattern):
        raise ValueError("A session ends after it starts.")
    if count is None and last_day is None:
        raise ValueError("A plan needs a number of sessions or a last day.")
    if count is not None and not 1 <= count <= MOST_SESSIONS:
        raise ValueError("A run needs at least one session, and not more than a year and a half of them.")


def _on(day: dt.date, part: PatternMeeting) -> PlannedSession:
    # Combined day by day: adding weeks to the first moment would move the hour whenever the clocks change.
    starts_at = dt.datetime.combine(day, part.meeting.starts, tzinfo=clock.ZONE)
    ends_at = dt.datetime.combine(day, part.meeting.ends, tzinfo=clock.ZONE)
    return PlannedSession(starts_at, ends_at, part.room, part.trainer_id)


def sessions_for_hours(hours: float, starts: dt.time, ends: dt.time) -> int:
    """Return how many meetings fill a course's hours (of 60 minutes each); the last one may have time left."""
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    return max(1, math.ceil(hours * 60 / minutes))


def pattern_of(sessions: Iterable[Session]) -> list[PatternMeeting]:
    """Return the weekly pattern of these sessions with its usual rooms and trainers; empty where there is none."""
    kept = [session for session in sessions if not session.is_cancelled]
    return [_usual(PatternMeeting(meeting), kept) for meeting in weekly_schedule(kept)]


def _usual(part: PatternMeeting, sessions: Sequence[Session]) -> PatternMeeting:
    rooms: Counter[str] = Counter()
    trainers: Counter[int | None] = Counter()
    for session in sessions:
        start = timezone.localtime(session.starts_at)
        if (start.weekday(), start.time()) == (part.meeting.weekday, part.meeting.starts):
            rooms[session.room] += 1
            trainers[session.trainer_id] += 1
    return replace(part, room=rooms.most_common(1)[0][0], trainer_id=trainers.most_common(1)[0][0])


def next_meeting(sessions: Sequence[Session]) -> PlannedSession | None:
    """Return the meeting that comes after the last of these sessions in their pattern, ``None`` without a pattern."""
    pattern = pattern_of(sessions)
    if not pattern:
        return None
    last = max(timezone.localtime(session.starts_at) for session in sessions if not session.is_cancelled)
    first_day = max(last.date() + dt.timedelta(days=1), clock.today() + dt.timedelta(days=1))
    return plan_pattern(first_day=first_day, pattern=pattern, count=1).sessions[0]


def time_of_day(sessions: Sequence[PlannedSession]) -> str:
    """Return the time of day (a code of ``Run.TimeOfDay``) that most of these meetings have."""

    def of(session: PlannedSession) -> str:
        start = timezone.localtime(session.starts_at)
        if start.weekday() >= 5:
            return "weekend"
        return "morning" if start.hour < 12 else "afternoon" if start.hour < 17 else "evening"

    return Counter(of(session) for session in sessions).most_common(1)[0][0]
