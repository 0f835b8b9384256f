"""Weekly patterns: days left out, plans that end on a day or with the course's hours, days off as staff type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.free_days import NotADay, parse_free_days
from courses.catalogue.planning import (
    MOST_SESSIONS,
    LeftOut,
    PatternMeeting,
    PlannedSession,
    plan_pattern,
    sessions_for_hours,
    time_of_day,
)
from courses.catalogue.schedule import Meeting
from portal import clock
from portal.holidays import is_public_holiday

MONDAY = PatternMeeting(Meeting(0, dt.time(17), dt.time(19)), "Sala 1", 7)
TUESDAY_TWICE = [
    PatternMeeting(Meeting(1, dt.time(17), dt.time(19))),
    PatternMeeting(Meeting(1, dt.time(9), dt.time(11))),
]


def test_holidays_and_days_off_are_left_out_and_named() -> None:
    # 30 November 2026 (Saint Andrew) is a Monday.
    plan = plan_pattern(first_day=dt.date(2026, 11, 23), pattern=[MONDAY], count=2, free_days=[dt.date(2026, 12, 7)])
    assert [session.starts_at.date() for session in plan.sessions] == [dt.date(2026, 11, 23), dt.date(2026, 12, 14)]
    assert plan.left_out == [
        LeftOut(dt.date(2026, 11, 30), is_holiday=True),
        LeftOut(dt.date(2026, 12, 7), is_holiday=False),
    ]
    assert {(session.room, session.trainer_id) for session in plan.sessions} == {("Sala 1", 7)}


def test_a_plan_ends_on_its_last_day_and_two_meetings_of_a_day_come_in_order() -> None:
    plan = plan_pattern(first_day=dt.date(2026, 9, 7), pattern=TUESDAY_TWICE, last_day=dt.date(2026, 9, 15))
    assert [session.starts_at.strftime("%d %H") for session in plan.sessions] == ["08 09", "08 17", "15 09", "15 17"]
    odd = plan_pattern(first_day=dt.date(2026, 9, 7), pattern=TUESDAY_TWICE, count=3)
    assert len(odd.sessions) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"pattern": []},
        {"count": None},
        {"count": MOST_SESSIONS + 1},
        {"count": None, "last_day": dt.date(2056, 1, 1)},
        {"pattern": [PatternMeeting(Meeting(0, dt.time(9), dt.time(9)))]},
    ],
)
def test_an_impossible_plan_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        plan_pattern(**{"first_day": dt.date(2026, 9, 7), "pattern": [MONDAY], "count": 1, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hours", "ends", "count"),
    [(60, dt.time(19), 30), (61, dt.time(19), 31), (60, dt.time(18, 30), 40), (0.5, dt.time(19), 1)],
)
def test_a_courses_hours_are_filled(hours: float, ends: dt.time, count: int) -> None:
    assert sessions_for_hours(hours, dt.time(17), ends) == count


def planned(day: dt.date, hour: int) -> PlannedSession:
    start = dt.datetime.combine(day, dt.time(hour), tzinfo=clock.ZONE)
    return PlannedSession(start, start + dt.timedelta(hours=2))


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (dt.date(2026, 9, 7), 9, "morning"),
        (dt.date(2026, 9, 7), 12, "afternoon"),
        (dt.date(2026, 9, 7), 17, "evening"),
        (dt.date(2026, 9, 12), 9, "weekend"),
    ],
)
def test_the_time_of_day_follows_from_the_hours(day: dt.date, hour: int, expected: str) -> None:
    assert time_of_day([planned(day, hour)]) == expected


class TestFreeDays:
    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("", []),
            ("24.12.2026", ["2026-12-24"]),
            ("2026-12-24; 31/12/2026", ["2026-12-24", "2026-12-31"]),
            ("30.12.2026 - 1.1.2027", ["2026-12-30", "2026-12-31", "2027-01-01"]),
            ("30.12.2026-1.1.2027\n5.1.2027,", ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-05"]),
            ("2026-12-30 – 2026-12-31", ["2026-12-30", "2026-12-31"]),
        ],
    )
    def test_days_and_spans(self, text: str, days: list[str]) -> None:
        assert parse_free_days(text) == {dt.date.fromisoformat(day) for day in days}

    @pytest.mark.parametrize(
        "text", ["Crăciun", "31.2.2026", "24.12", "1.1.2027 - 30.12.2026", "1.1.2026 - 1.1.2028", "1-2-3", "0.1.2026"]
    )
    def test_what_is_no_day_is_named(self, text: str) -> None:
        with pytest.raises(NotADay, match=text[:4]):
            parse_free_days(f"24.12.2026, {text}")

    @given(st.text(alphabet="0123456789.-/ ,;\n–a", max_size=40))
    def test_anything_is_days_or_refused(self, text: str) -> None:
        try:
            days = parse_free_days(text)
        except NotADay:
            return
        assert all(isinstance(day, dt.date) for day in days)

    @given(st.lists(st.tuples(st.dates(dt.date(2000, 1, 1), dt.date(2099, 1, 1)), st.integers(0, 300)), max_size=5))
    def test_what_is_written_is_read(self, spans: list[tuple[dt.date, int]]) -> None:
        ends = [(first, first + dt.timedelta(days=length)) for first, length in spans]
        text = ", ".join(f"{first:%d.%m.%Y} - {last.isoformat()}" for first, last in ends)
        expected = {first + dt.timedelta(days=n) for first, length in spans for n in range(length + 1)}
        assert parse_free_days(text) == expected


@given(
    first_day=st.dates(dt.date(2024, 1, 1), dt.date(2032, 1, 1)),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    free=st.sets(st.integers(0, 60)),
    length=st.integers(0, 120),
)
def test_each_day_of_the_pattern_is_met_or_left_out(
    first_day: dt.date, weekdays: set[int], free: set[int], length: int
) -> None:
    free_days = {first_day + dt.timedelta(days=n) for n in free}
    pattern = [PatternMeeting(Meeting(weekday, dt.time(9), dt.time(11))) for weekday in weekdays]
    last_day = first_day + dt.timedelta(days=length)
    plan = plan_pattern(first_day=first_day, pattern=pattern, last_day=last_day, free_days=free_days)
    met, left_out = [session.starts_at.date() for session in plan.sessions], [left.day for left in plan.left_out]
    days = [first_day + dt.timedelta(days=n) for n in range(length + 1)]
    assert sorted(met + left_out) == [day for day in days if day.weekday() in weekdays]
    assert all(is_public_holiday(day) or day in free_days for day in left_out)
    assert not any(is_public_holiday(day) or day in free_days for day in met)
