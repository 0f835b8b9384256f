"""Opening hours: the week with today marked; whom to call in a county."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from portal.directory.models import Centre, CentreHours
from portal.templatetags.directory_tags import centre_serving, today_of, week
from tests.factories import CentreFactory, CountyFactory

NINE, FIVE = dt.time(9), dt.time(17)


def hours(*weekdays: int) -> list[CentreHours]:
    return [CentreHours(weekday=weekday, opens=NINE, closes=FIVE) for weekday in weekdays]


@time_machine.travel("2026-11-24T10:00:00+02:00")  # a Tuesday
def test_today_is_marked_and_open() -> None:
    days = week(hours(0, 1))
    assert [day.is_today for day in days] == [False, True, False, False, False, False, False]
    today = today_of(days)
    assert today is not None
    assert today.is_open
    assert today.spans == ["09:00–17:00"]


@time_machine.travel("2026-11-24T23:30:00+00:00")
def test_today_is_the_day_in_romania() -> None:
    today = today_of(week(hours(2)))
    assert today is not None
    assert today.spans  # Wednesday has begun in Bucharest


@time_machine.travel("2026-12-01T10:00:00+02:00")  # the national day, a Tuesday
def test_a_public_holiday_is_closed() -> None:
    today = today_of(week(hours(1)))
    assert today is not None
    assert not today.is_open
    assert today.is_holiday


def test_two_spans_a_day() -> None:
    rows = [*hours(0), CentreHours(weekday=0, opens=dt.time(18), closes=dt.time(20))]
    assert week(rows)[0].spans == ["09:00–17:00", "18:00–20:00"]


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
