"""Open now, closes at, opens on: against a model that asks step by step, on days when the clock is set too."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import ZONE
from portal.directory.models import CentreHours
from portal.directory.opening import TOLD_AHEAD, changes_at, coming_changes, opening_at, plan_of
from portal.directory.special_days import SpecialDay
from portal.holidays import is_public_holiday

STEP = dt.timedelta(minutes=10)
"""All times of the model are multiples of it."""
DAYS = [
    dt.date(2026, 3, 28),  # before the clock is set forward
    dt.date(2026, 3, 29),
    dt.date(2026, 10, 24),  # before it is set back
    dt.date(2026, 10, 25),
    dt.date(2026, 11, 29),  # before Saint Andrew and the National Day
    dt.date(2026, 11, 30),
    dt.date(2026, 12, 1),
    dt.date(2026, 12, 2),
    dt.date(2026, 12, 31),
]


@dataclass
class Rows:
    """What a relation has prefetched."""

    rows: list[Any] = field(default_factory=list)

    def all(self) -> list[Any]:
        return self.rows


def centre(hours: list[Any] = (), special: list[Any] = ()) -> Any:  # type: ignore[assignment]
    return SimpleNamespace(hours=Rows(list(hours)), special_days=Rows(list(special)))


def clock_time(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


def weekly(weekday: int, opens: str, closes: str) -> CentreHours:
    return CentreHours(weekday=weekday, opens=clock_time(opens), closes=clock_time(closes))


def special(day: str, opens: str = "", closes: str = "", reason: str = "") -> SpecialDay:
    times = {"opens": clock_time(opens), "closes": clock_time(closes)} if opens else {}
    return SpecialDay(day=dt.date.fromisoformat(day), reason=reason, **times)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


WEEK = [weekly(day, "09:00", "17:00") for day in range(5)]

# The model -----------------------------------------------------------------------------------------


def is_open(place: Any, moment: dt.datetime) -> bool:
    """Whether anybody is there, asked of the rows one by one."""
    local = moment.astimezone(ZONE)
    day, clock = local.date(), local.time()
    exceptions = [row for row in place.special_days.all() if row.day == day]
    if exceptions:
        return any(row.opens is not None and row.opens <= clock < row.closes for row in exceptions)
    if is_public_holiday(day):
        return False
    return any(row.weekday == day.weekday() and row.opens <= clock < row.closes for row in place.hours.all())


times = st.integers(0, 24 * 6 - 1).map(lambda n: dt.time(n // 6, n % 6 * 10))
spans = st.tuples(times, times).filter(lambda pair: pair[0] < pair[1])
weeks = st.lists(
    st.builds(lambda day, span: CentreHours(weekday=day, opens=span[0], closes=span[1]), st.integers(0, 6), spans),
    max_size=10,
)
exceptions = st.lists(
    st.builds(
        lambda day, span: SpecialDay(day=day, opens=span and span[0], closes=span and span[1]),
        st.sampled_from(DAYS),
        st.none() | spans,
    ),
    max_size=5,
)
centres = st.builds(centre, weeks, exceptions)
moments = st.builds(
    lambda day, steps: dt.datetime.combine(day, dt.time.min, tzinfo=ZONE).astimezone(dt.UTC) + steps * STEP,
    st.sampled_from(DAYS),
    st.integers(0, 25 * 6),
)


@given(centres, moments)
def test_it_is_open_when_the_rows_say_so(place: Any, now: dt.datetime) -> None:
    assert opening_at(place, now).is_open == is_open(place, now)


@given(centres, moments)
def test_it_stays_so_until_the_clock_shows_what_was_promised(place: Any, now: dt.datetime) -> None:
    state, start = opening_at(place, now), now.astimezone(ZONE)
    if state.is_open:
        moment = now
        while is_open(place, moment) and moment - now < dt.timedelta(hours=26):
            moment += STEP
        after = moment.astimezone(ZONE)
        assert state.closes is not None
        # Where the clock jumps over the end, it closes at the jump.
        assert after.date() > start.date() or after.time() >= state.closes
        assert (after - STEP).time() < state.closes or after.utcoffset() != start.utcoffset()
    elif state.opens_on is not None:
        assert state.opens is not None
        moment = now
        while not is_open(place, moment) and moment - now < dt.timedelta(days=3):
            moment += STEP
        if is_open(place, moment) and moment.astimezone(ZONE).utcoffset() == start.utcoffset():
            assert (moment.astimezone(ZONE).date(), moment.astimezone(ZONE).time()) == (state.opens_on, state.opens)
        assert not state.days_until or not any(
            is_open(place, now + n * STEP)
            for n in range(24 * 6)
            if (now + n * STEP).astimezone(ZONE).date() == start.date()
        )


@given(st.lists(centres, max_size=3), moments)
def test_nothing_changes_before_it_is_said_to(places: list[Any], now: dt.datetime) -> None:
    change = changes_at(places, now)
    assert now < change <= now + dt.timedelta(hours=25)
    told = [(opening_at(place, now), coming_changes(place, now.astimezone(ZONE).date())) for place in places]
    moment = now
    while moment + STEP < change:
        moment += STEP
        today = moment.astimezone(ZONE).date()
        assert told == [(opening_at(place, moment), coming_changes(place, today)) for place in places]


# Examples ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "closes", "opens_on", "opens", "reason"),
    [
        ("2026-11-26 09:00", "17:00", None, None, ""),
        ("2026-11-26 16:59:59", "17:00", None, None, ""),
        ("2026-11-26 08:59:59", None, "2026-11-26", "09:00", ""),
        ("2026-11-26 17:00", None, "2026-11-27", "09:00", ""),
        ("2026-11-27 17:00", None, "2026-12-02", "09:00", ""),  # the weekend, Saint Andrew, the National Day
        ("2026-12-01 12:00", None, "2026-12-02", "09:00", "National Day"),
    ],
)
def test_a_usual_week(now: str, closes: str | None, opens_on: str | None, opens: str | None, reason: str) -> None:
    state = opening_at(centre(WEEK), at(now))
    assert state.closes == (clock_time(closes) if closes else None)
    assert (state.opens_on and str(state.opens_on), state.opens and f"{state.opens:%H:%M}") == (opens_on, opens)
    assert state.today.reason == reason


def test_a_special_day_goes_before_the_week_and_before_a_holiday() -> None:
    place = centre(WEEK, [special("2026-12-01", "10:00", "12:00", "event"), special("2026-12-02", reason="training")])
    assert opening_at(place, at("2026-12-01 11:00")).closes == dt.time(12)
    assert opening_at(place, at("2026-12-01 12:00")).opens_on == dt.date(2026, 12, 3)
    assert opening_at(place, at("2026-12-02 12:00")).today.reason == "Staff training"


def test_a_day_may_open_twice_and_hours_that_touch_are_one() -> None:
    place = centre([weekly(3, "13:00", "17:00"), weekly(3, "09:00", "13:00"), weekly(3, "18:00", "19:00")])
    assert opening_at(place, at("2026-11-26 10:00")).closes == dt.time(17)
    assert opening_at(place, at("2026-11-26 17:30")).days_until == 0
    assert [f"{opens:%H}-{closes:%H}" for opens, closes in plan_of(place, dt.date(2026, 11, 26)).spans] == [
        "09-17",
        "18-19",
    ]


def test_who_never_opens_promises_nothing() -> None:
    state = opening_at(centre(), at("2026-11-26 12:00"))
    assert not state.is_open and state.opens_on is None and state.days_until is None


def test_other_hours_are_told_beforehand_and_a_free_sunday_is_no_news() -> None:
    place = centre(WEEK, [special("2026-12-05", "10:00", "14:00", "event"), special("2027-05-05")])
    told = coming_changes(place, dt.date(2026, 11, 28))
    assert [(str(plan.day), plan.reason, bool(plan.spans)) for plan in told] == [
        ("2026-11-30", "Saint Andrew's Day", False),
        ("2026-12-01", "National Day", False),
        ("2026-12-05", "Event at the centre", True),
    ]
    assert coming_changes(place, dt.date(2026, 11, 30) - dt.timedelta(days=TOLD_AHEAD)) == []
    # Pentecost is a Sunday: closed as on any other.
    assert [plan.day.weekday() for plan in coming_changes(place, dt.date(2026, 5, 25))] == [0]


def test_open_on_a_holiday_as_on_any_day_is_news() -> None:
    place = centre(WEEK, [special("2026-12-01", "09:00", "17:00")])
    assert [plan.reason for plan in coming_changes(place, dt.date(2026, 12, 1))] == ["National Day"]


def test_what_is_shown_may_be_kept_until_the_next_centre_opens_or_closes() -> None:
    places = [centre(WEEK), centre([weekly(3, "08:00", "12:30")])]
    assert changes_at(places, at("2026-11-26 10:00")) == at("2026-11-26 12:30")
    assert changes_at(places, at("2026-11-26 12:30")) == at("2026-11-26 17:00")
    assert changes_at(places, at("2026-11-26 17:00")) == at("2026-11-27 00:00")
    assert changes_at([], at("2026-11-26 17:00")) == at("2026-11-27 00:00")
