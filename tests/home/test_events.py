"""Rows of events: what may be said of one, what of it calendars hear, which are to come and where."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from home.events.copies import prepare_copy
from home.events.models import Event
from portal import clock
from tests.factories import CentreFactory, CentrePhoneFactory, CountyFactory, EventRowFactory

pytestmark = pytest.mark.django_db


def at(day: str, time: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=clock.ZONE)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "ends before it starts": ({"ends_at": at("2026-12-01", "09:00")}, "ends_at"),
    "ends as it starts": ({"ends_at": at("2026-12-01", "10:00")}, "ends_at"),
    "a day that ends before it starts": ({"is_all_day": True, "ends_at": at("2026-11-30", "23:00")}, "ends_at"),
    "nowhere": ({"centre": None}, "centre"),
    "a place without an address": ({"venue": "Casa Verde"}, "address"),
    "half a pair of coordinates": ({"latitude": 45}, "longitude"),
}


@pytest.mark.parametrize(("values", "field"), WRONG.values(), ids=WRONG.keys())
def test_what_nobody_could_come_to_is_refused(values: dict[str, Any], field: str) -> None:
    times = {"starts_at": at("2026-12-01", "10:00"), "ends_at": at("2026-12-01", "12:00")}
    row = Event(code="x", kind="open-day", **{"centre": CentreFactory(), **times, **values})
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert set(caught.value.message_dict) == {field}


def test_the_database_refuses_it_too() -> None:
    row = EventRowFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=row.pk).update(ends_at=row.starts_at)


def test_an_event_without_an_end_lasts_two_hours() -> None:
    row = Event(code="x", kind="open-day", centre=CentreFactory(), starts_at=at("2026-12-01", "10:00"))
    row.full_clean()
    row.save()
    assert row.ends_at == at("2026-12-01", "12:00")


def test_an_event_of_whole_days_stays_what_it_is_however_often_it_is_saved() -> None:
    row = EventRowFactory(is_all_day=True, starts_at=at("2026-12-01", "10:00"), ends_at=at("2026-12-02", "00:30"))
    for _ in range(2):
        row.save()
        row = Event.objects.get(pk=row.pk)
        assert row.starts_at == at("2026-12-01", "00:00")
        assert row.ends_at == at("2026-12-02", "23:59")
        assert (row.first_day, row.last_day, row.day_after) == tuple(dt.date(2026, 12, day) for day in (1, 2, 3))
    assert row.revision == 0


def test_its_days_are_those_of_romania() -> None:
    row = EventRowFactory(starts_at=dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC))
    assert row.first_day == dt.date(2026, 7, 2)


CHANGES = {
    "starts_at": at("2026-12-01", "09:00"),
    "ends_at": at("2026-12-01", "13:00"),
    "address": "Strada Nouă 1",
    "online_url": "https://meeting.portal.example/new",
    "is_cancelled": True,
}


@pytest.mark.parametrize("name", CHANGES)
def test_calendars_hear_of_a_change(name: str) -> None:
    row = EventRowFactory(starts_at=at("2026-12-01", "10:00"), changed_at=at("2026-01-01", "10:00"))
    setattr(row, name, CHANGES[name])
    row.save()
    row.refresh_from_db()
    assert row.revision == 1
    assert row.changed_at.date() == clock.today()


def test_calendars_hear_nothing_of_a_save_alone_or_of_what_they_do_not_show() -> None:
    row = EventRowFactory(changed_at=at("2026-01-01", "10:00"))
    row.save()
    row.spoken_languages = ["ar"]
    row.audience = "women"
    row.save()
    row.refresh_from_db()
    assert (row.revision, row.changed_at) == (0, at("2026-01-01", "10:00"))


def test_an_event_is_to_come_until_it_is_over() -> None:
    now = clock.now()
    hour = dt.timedelta(hours=1)
    over = EventRowFactory(starts_at=now - 3 * hour, ends_at=now - hour)
    over_now = EventRowFactory(starts_at=now - hour, ends_at=now)
    running = EventRowFactory(starts_at=now - hour, ends_at=now + hour)
    later = EventRowFactory(starts_at=now + hour)
    cancelled = EventRowFactory(starts_at=now + 2 * hour, cancelled=True)
    assert list(Event.objects.upcoming(now)) == [running, later, cancelled]
    assert list(Event.objects.past(now)) == [over_now, over]


def test_events_of_a_centre_and_near_a_county() -> None:
    iasi, vaslui, cluj = (CountyFactory(code=code) for code in ("IS", "VS", "CJ"))
    centre = CentreFactory(county=iasi, counties_served=[iasi, vaslui])
    here = EventRowFactory(centre=centre)
    elsewhere = EventRowFactory(centre=centre, venue="Casa", address="Strada 1", city="Cluj-Napoca", county=cluj)
    online = EventRowFactory(online=True)
    of_nobody = EventRowFactory(centre=None, address="Strada 2", city="Iași", county=iasi)
    assert set(Event.objects.at_centre(centre.pk)) == {here, elsewhere}
    assert set(Event.objects.near("VS")) == {here, elsewhere, online}
    assert set(Event.objects.near("CJ")) == {elsewhere, online}
    assert set(Event.objects.near("IS")) == {here, elsewhere, online, of_nobody}
    assert set(Event.objects.near("TM")) == {online}


def test_where_it_takes_place() -> None:
    centre = CentreFactory(
        name="Centrul", address="Strada Unu 1", city="Iași", latitude="47.15850", longitude="27.60140"
    )
    phone = CentrePhoneFactory(centre=centre, number="+40232000001")
    here = EventRowFactory(centre=centre)
    assert (here.place, here.town) == ("Centrul, Strada Unu 1, Iași", "Iași")
    assert here.coordinates == "47.15850,27.60140"
    assert here.phones == [str(phone.number)]
    away = EventRowFactory(
        centre=centre, venue="Sala", address="Strada Doi 2", city="Cluj", county=CountyFactory(), phone="+40232000002"
    )
    assert (away.place, away.town, away.coordinates) == ("Sala, Strada Doi 2, Cluj", "Cluj", "")
    assert away.phones == ["+40232000002"]
    online = EventRowFactory(online=True)
    assert (online.place, online.town, online.is_online_only, online.phones) == ("", "", True, [])


def test_a_copy_has_a_code_of_its_own_and_is_not_cancelled() -> None:
    row = EventRowFactory(code="open-day", cancelled=True)
    EventRowFactory(code="open-day-2")
    starts_at = row.starts_at
    copy = prepare_copy(row, now=clock.now())
    assert (copy.code, copy.is_cancelled, copy.starts_at) == ("open-day-3", False, starts_at)
    assert prepare_copy(Event.objects.get(code="open-day-2"), now=clock.now()).code == "open-day-3"


def test_a_copy_of_what_has_been_keeps_weekday_and_hour_across_summer_time() -> None:
    row = EventRowFactory(code="spring", starts_at=at("2026-03-25", "18:00"), ends_at=at("2026-03-25", "19:00"))
    copy = prepare_copy(row, now=at("2026-03-29", "12:00"))
    assert copy.starts_at == at("2026-04-01", "18:00")
    assert copy.ends_at == at("2026-04-01", "19:00")
    assert copy.starts_at.utcoffset() == dt.timedelta(hours=3)
