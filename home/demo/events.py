"""The demo's events: rows whose days follow from the day that the demo takes for today."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from home.demo.files import read_rows
from home.demo.rows import build, by_code, monday_in, named, time_of
from home.events.models import Event
from portal import clock
from portal.directory.models import Centre, Organisation


def load_events(folder: Path) -> int:
    """Store ``rows/events.yaml``; return how many events there are. A demo without them has none.

    Raises :class:`home.demo.errors.DemoError` naming the event of what doesn't fit.
    """
    if not (folder / "rows" / "events.yaml").exists():
        return 0
    centres, organisations = by_code(Centre), by_code(Organisation)
    rows = read_rows(folder, "events")
    for row in rows:
        where = f"events.yaml, {row['code']}"
        day, partners = _day_of(row), [named(organisations, code, where) for code in row.pop("partners", [])]
        last_day = day + dt.timedelta(days=row.pop("more_days", 0))
        row["starts_at"] = _at(day, time_of(row.pop("from", "00:00"), where))
        row["ends_at"] = _at(last_day, time_of(row.pop("to", "23:59"), where))
        row["centre"] = named(centres, row["centre"], where) if row.get("centre") else None
        row["county_id"] = row.pop("county", None)
        for coordinate in ("latitude", "longitude"):
            if coordinate in row:
                row[coordinate] = Decimal(str(row[coordinate]))
        event = build(Event, where, **row)
        event.partners = partners
        event.save()
    return len(rows)


def _day_of(row: dict[str, Any]) -> dt.date:
    """Return the day: a day of the year (``on: "02-21"``) that comes next, else a weekday of a week from now."""
    today = clock.today()
    if day := row.pop("on", ""):
        this_year = dt.date.fromisoformat(f"{today.year}-{day}")
        return this_year if this_year > today else dt.date.fromisoformat(f"{today.year + 1}-{day}")
    return monday_in(row.pop("in_weeks")) + dt.timedelta(days=row.pop("weekday"))


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=clock.ZONE)
