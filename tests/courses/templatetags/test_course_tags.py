"""Where a run stands today, for its card."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from courses.catalogue.models import Run
from courses.templatetags.course_tags import window

OPENS, LAST = dt.date(2026, 11, 1), dt.date(2026, 12, 10)


@pytest.mark.parametrize(
    ("today", "state", "expected"),
    [
        ("2026-10-31", Run.State.OPEN, "early"),
        ("2026-11-01", Run.State.OPEN, "open"),
        ("2026-12-10", Run.State.OPEN, "open"),
        ("2026-12-11", Run.State.OPEN, "late"),
        ("2026-11-15", Run.State.CANCELLED, "cancelled"),
    ],
)
def test_a_run_says_where_it_stands(today: str, state: str, expected: str) -> None:
    run = Run(
        state=state, opens_on=OPENS, last_entry_on=LAST, starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2027, 3, 1)
    )
    with time_machine.travel(f"{today}T12:00:00+02:00"):
        assert window(run) == expected
