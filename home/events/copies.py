"""A copy of an event, to be changed before it is saved: same place and people, a time to come, a code of its own."""

from __future__ import annotations

import datetime as dt
import re
from itertools import count

from home.events.models import Event
from portal import clock

_WEEK = dt.timedelta(weeks=1)
_NUMBER = re.compile(r"-\d{1,3}$")
_ROOM_FOR_NUMBER = 4


def prepare_copy(event: Event, *, now: dt.datetime) -> Event:
    """Turn an event that was read into the draft of another one; nothing is stored.

    One that has been is moved on by whole weeks, so that it keeps its weekday and its hours. Not cancelled.
    """
    event.code = propose_code(event.code)
    event.is_cancelled = False
    if event.starts_at <= now:
        weeks = (now - event.starts_at) // _WEEK + 1
        starts, ends = (moment.astimezone(clock.ZONE) for moment in (event.starts_at, event.ends_at))
        # On the wall clock: an hour stays what it was when summer time begins in between.
        event.starts_at, event.ends_at = starts + weeks * _WEEK, ends + weeks * _WEEK
    return event


def propose_code(code: str) -> str:
    """Return a code that no event has, made of another one's. One query."""
    longest = Event._meta.get_field("code").max_length or 0
    stem = _NUMBER.sub("", code)[: longest - _ROOM_FOR_NUMBER]
    taken = set(Event.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(f"{stem}-{number}" for number in count(2) if f"{stem}-{number}" not in taken)
