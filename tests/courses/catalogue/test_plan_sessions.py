"""The meetings of a run, planned from its weekly pattern."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.services import plan_sessions
from portal.holidays import is_public_holiday

EVENING = {"starts": dt.time(17, 30), "ends": dt.time(19, 30)}


def days_of(**pattern: object) -> list[dt.date]:
    return [session.starts_at.date() for session in plan_sessions(**{**EVENING, **pattern})]


def test_meetings_fall_on_the_chosen_days_from_the_first_day_on() -> None:
    days = days_of(first_day=dt.date(2026, 9, 8), weekdays=[0, 2], count=4)

    assert days == [dt.date(2026, 9, 9), dt.date(2026, 9, 14), dt.date(2026, 9, 16), dt.date(2026, 9, 21)]


def test_the_first_day_itself_counts() -> None:
    assert days_of(first_day=dt.date(2026, 9, 7), weekdays=[0], count=1) == [dt.date(2026, 9, 7)]


def test_public_holidays_are_skipped_and_made_up_for() -> None:
    # 30 November (Saint Andrew) and 1 December (national day) are a Monday and a Tuesday in 2026.
    days = days_of(first_day=dt.date(2026, 11, 23), weekdays=[0, 1], count=4)

    assert days == [dt.date(2026, 11, 23), dt.date(2026, 11, 24), dt.date(2026, 12, 7), dt.date(2026, 12, 8)]


def test_orthodox_easter_monday_is_skipped() -> None:
    assert dt.date(2026, 4, 13) not in days_of(first_day=dt.date(2026, 4, 6), weekdays=[0], count=3)


@pytest.mark.parametrize("change", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_the_hour_on_the_wall_stays_when_the_clocks_change(change: dt.date) -> None:
    sessions = plan_sessions(first_day=change - dt.timedelta(days=7), weekdays=[2], count=3, **EVENING)

    assert {session.starts_at.time() for session in sessions} == {dt.time(17, 30)}
    assert {session.ends_at.time() for session in sessions} == {dt.time(19, 30)}
    assert len({session.starts_at.utcoffset() for session in sessions}) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekdays": []},
        {"weekdays": [7]},
        {"weekdays": [-1]},
        {"count": 0},
        {"ends": dt.time(17, 30)},
        {"ends": dt.time(9)},
    ],
)
def test_an_impossible_pattern_is_refused(wrong: dict[str, object]) -> None:
    pattern = {"first_day": dt.date(2026, 9, 7), "weekdays": [0], "count": 3, **EVENING, **wrong}

    with pytest.raises(ValueError, match=r"."):
        plan_sessions(**pattern)


@given(
    first_day=st.dates(dt.date(2024, 1, 1), dt.date(2032, 1, 1)),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    hour=st.integers(6, 21),
    count=st.integers(1, 60),
)
def test_every_plan_keeps_its_promises(first_day: dt.date, weekdays: set[int], hour: int, count: int) -> None:
    sessions = plan_sessions(
        first_day=first_day, weekdays=weekdays, starts=dt.time(hour), ends=dt.time(hour + 2, 15), count=count
    )

    assert len(sessions) == count
    days = [session.starts_at.date() for session in sessions]
    assert days == sorted(set(days))
    assert days[0] >= first_day
    for session in sessions:
        assert session.starts_at.weekday() in weekdays
        assert not is_public_holiday(session.starts_at.date())
        assert session.starts_at.time() == dt.time(hour)
        assert session.ends_at - session.starts_at == dt.timedelta(hours=2, minutes=15)
        assert str(session.starts_at.tzinfo) == "Europe/Bucharest"


@given(first_day=st.dates(dt.date(2024, 1, 1), dt.date(2032, 1, 1)), weekdays=st.sets(st.integers(0, 6), min_size=1))
def test_no_possible_day_is_left_out(first_day: dt.date, weekdays: set[int]) -> None:
    days = days_of(first_day=first_day, weekdays=weekdays, count=10)

    possible = (first_day + dt.timedelta(days=n) for n in range((days[-1] - first_day).days + 1))
    assert days == [day for day in possible if day.weekday() in weekdays and not is_public_holiday(day)]
