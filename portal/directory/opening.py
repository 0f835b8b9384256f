"""When a centre is open: its week, public holidays and special days, by the clock in Europe/Bucharest.

Special days go before everything, public holidays before the week. All of it is read off the rows that a page has
prefetched (``hours``, ``special_days``): nothing here asks the database once more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils import timezone

from portal.clock import ZONE
from portal.directory.models import Centre
from portal.holidays import holiday_name, is_public_holiday

Span = tuple[dt.time, dt.time]

LOOKS_AHEAD = 30
"""Days in which the next opening is looked for."""
TOLD_AHEAD = 14
"""Days, today among them, whose other hours are told beforehand."""


@dataclass(frozen=True)
class DayPlan:
    """From when to when a centre is open on one day, and why, where that isn't as in a usual week."""

    day: dt.date
    spans: tuple[Span, ...]
    usual: tuple[Span, ...]
    reason: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether it is to be told beforehand: other times than usual, or open although many would think not."""
        return self.spans != self.usual or bool(self.spans and self.reason)


@dataclass(frozen=True)
class Opening:
    """What holds at a moment: open until when, or closed until when. Times are those of the clock there."""

    today: DayPlan
    closes: dt.time | None = None
    opens_on: dt.date | None = None
    opens: dt.time | None = None

    @property
    def is_open(self) -> bool:
        """Whether anybody is there now."""
        return self.closes is not None

    @property
    def days_until(self) -> int | None:
        """In how many days it opens: 0 is later today. ``None`` when it is open, or nobody knows."""
        return (self.opens_on - self.today.day).days if self.opens_on else None


def plan_of(centre: Centre, day: dt.date) -> DayPlan:
    """Return when a centre is open on a day. The reason is in the reader's language."""
    return next(plans_of(centre, [day]))


def plans_of(centre: Centre, days: Iterable[dt.date]) -> Iterator[DayPlan]:
    """Return when a centre is open on these days, each as it is asked for."""
    hours, special_days = list(centre.hours.all()), list(centre.special_days.all())
    for day in days:
        usual = _joined((row.opens, row.closes) for row in hours if row.weekday == day.weekday())
        if special := [row for row in special_days if row.day == day]:
            reasons = [str(row.get_reason_display()) for row in special if row.reason]
            spans = _joined((row.opens, row.closes) for row in special if row.opens and row.closes)
            yield DayPlan(day, spans, usual, reasons[0] if reasons else holiday_name(day))
        elif is_public_holiday(day):
            yield DayPlan(day, (), usual, holiday_name(day))
        else:
            yield DayPlan(day, usual, usual)


def opening_at(centre: Centre, now: dt.datetime) -> Opening:
    """Return whether a centre is open at a moment, until when, or when it opens next."""
    local = timezone.localtime(now, ZONE)
    clock = local.time()
    plans = plans_of(centre, _days_from(local.date(), LOOKS_AHEAD + 1))
    today = next(plans)
    for opens, closes in today.spans:
        if opens <= clock < closes:
            return Opening(today, closes=closes)
    for plan in chain([today], plans):
        start = next((opens for opens, _closes in plan.spans if plan is not today or opens > clock), None)
        if start is not None:
            return Opening(today, opens_on=plan.day, opens=start)
    return Opening(today)


def coming_changes(centre: Centre, today: dt.date) -> list[DayPlan]:
    """Return the days from today on that aren't as usual, as far as they are told ahead."""
    return [plan for plan in plans_of(centre, _days_from(today, TOLD_AHEAD)) if plan.is_changed]


def _days_from(first: dt.date, count: int) -> list[dt.date]:
    return [first + dt.timedelta(days=ahead) for ahead in range(count)]


def changes_at(centres: Iterable[Centre], now: dt.datetime) -> dt.datetime:
    """Return the next moment when what pages tell of these centres' hours may change: until then they may be kept.

    It is an opening, a closing, or midnight at the latest, in UTC. Centres need ``hours`` and ``special_days``.
    """
    today = timezone.localtime(now, ZONE).date()
    tomorrow = _instant(today + dt.timedelta(days=1), dt.time.min)
    moments = {tomorrow, *_clock_shifts(today)}
    for centre in centres:
        times = {time for span in plan_of(centre, today).spans for time in span}
        # An hour that the clock shows twice has two of each.
        moments |= {_instant(today, time, fold) for time in times for fold in (0, 1)}
    return min(moment for moment in moments if moment > now)


def _instant(day: dt.date, time: dt.time, fold: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, time.replace(fold=fold), tzinfo=ZONE).astimezone(dt.UTC)


def _clock_shifts(day: dt.date) -> list[dt.datetime]:
    """Return when the clock is set forward or back on a day: then it jumps over what may be an opening."""
    start, end = _instant(day, dt.time.min), _instant(day + dt.timedelta(days=1), dt.time.min)
    if end - start == dt.timedelta(days=1):
        return []
    hours = [start + dt.timedelta(hours=n) for n in range(1, 25)]
    hour = dt.timedelta(hours=1)
    return [at for at in hours if at.astimezone(ZONE).utcoffset() != (at - hour).astimezone(ZONE).utcoffset()]


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return times of opening in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for opens, closes in sorted(spans):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return tuple(joined)
