"""Opening hours: the week with today marked; whom to call in a county."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from portal.directory.models import Centre, CentreHours
from portal.directory.special_days import SpecialDay
from portal.templatetags.directory_tags import (
    OpenDay,
    centre_serving,
    changed_days,
    hours,
    opening,
    week,
    whatsapp_hello,
)
from tests.factories import CentreFactory, CountyFactory

NINE, FIVE = dt.time(9), dt.time(17)


def centre(*weekdays: int, special: list[SpecialDay] = ()) -> Centre:  # type: ignore[assignment]
    hours = [CentreHours(weekday=weekday, opens=NINE, closes=FIVE) for weekday in weekdays]
    return Centre(hours=hours, special_days=list(special))


def today_of(days: list[OpenDay]) -> OpenDay:
    (today,) = [day for day in days if day.is_today]
    return today


@time_machine.travel("2026-11-24T10:00:00+02:00")  # a Tuesday
def test_today_is_marked_and_open() -> None:
    days = week(centre(0, 1))
    assert [day.is_today for day in days] == [False, True, False, False, False, False, False]
    assert hours(today_of(days).spans) == ["09:00–17:00"]
    assert opening(centre(0, 1)).is_open


@time_machine.travel("2026-11-24T23:30:00+00:00")
def test_today_is_the_day_in_romania() -> None:
    assert today_of(week(centre(2))).spans  # Wednesday has begun in Bucharest


@time_machine.travel("2026-12-01T10:00:00+02:00")  # the national day, a Tuesday
def test_a_public_holiday_is_closed_and_the_same_day_of_another_week_is_not() -> None:
    today = today_of(week(centre(0, 1)))
    assert (today.spans, today.reason) == ((), "National Day")
    assert week(centre(0, 1))[0].spans, "Saint Andrew was yesterday: the usual week is shown"


@time_machine.travel("2026-12-02T10:00:00+02:00")
def test_a_special_day_is_today_as_it_is() -> None:
    today = today_of(week(centre(2, special=[SpecialDay(day=dt.date(2026, 12, 2), reason="works")])))
    assert (today.spans, today.reason) == ((), "Building works")
    assert [str(plan.day) for plan in changed_days(centre(2, special=[SpecialDay(day=dt.date(2026, 12, 9))]))] == [
        "2026-12-09"
    ]


def test_the_first_sentence_of_a_chat_is_in_the_readers_language() -> None:
    assert whatsapp_hello("+40700000022").startswith("https://wa.me/40700000022?text=Hello%21%20I%20found")


@pytest.mark.django_db
def test_the_centre_of_a_county_comes_before_one_that_serves_it() -> None:
    county, other = CountyFactory(code="IS", name="Iași"), CountyFactory(code="CJ", name="Cluj")
    serving: Centre = CentreFactory(county=other)
    serving.counties_served.add(county)
    serving.save()  # a cluster keeps its relations until it is saved
    assert centre_serving(county.code) == serving
    own: Centre = CentreFactory(county=county)
    assert centre_serving(county.code) == own
    own.is_active = False
    own.save()
    assert centre_serving(county.code) == serving
    assert centre_serving("") is None
