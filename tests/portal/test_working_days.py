"""Working days leave out weekends and Romanian public holidays."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import ZONE
from portal.working_days import add_working_days, is_working_day


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("came", "days", "due"),
    [
        ("2026-11-24 10:30", 1, "2026-11-25 10:30"),
        ("2026-11-27 16:00", 1, "2026-12-02 16:00"),  # Friday; Monday is Saint Andrew, Tuesday the National Day
        ("2026-11-28 12:00", 1, "2026-12-03 00:00"),  # Saturday: as if it came when Wednesday begins
        ("2026-04-09 09:00", 1, "2026-04-14 09:00"),  # before the Orthodox Easter: Good Friday and Monday are free
        ("2026-11-24 10:30", 3, "2026-11-27 10:30"),
        ("2026-10-23 18:00", 1, "2026-10-26 18:00"),  # the clock goes back in between, 18:00 stays 18:00
    ],
)
def test_the_same_time_so_many_working_days_later(came: str, days: int, due: str) -> None:
    assert add_working_days(moment(came), days) == moment(due)


@given(st.dates(dt.date(2024, 1, 1), dt.date(2030, 1, 1)), st.times(), st.integers(1, 20))
def test_it_is_so_many_working_days_later_and_on_one_itself(came: dt.date, at: dt.time, days: int) -> None:
    due = add_working_days(dt.datetime.combine(came, at, tzinfo=ZONE), days).astimezone(ZONE)
    assert is_working_day(due.date())
    between = [came + dt.timedelta(days=n) for n in range(1, (due.date() - came).days + 1)]
    worked = sum(is_working_day(day) for day in between)
    # A day off at the beginning counts as the next working day, which then isn't one of those added.
    assert worked == days + (not is_working_day(came))
