"""Calendar files of events, read back as a program would."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from icalendar import Event as Entry

from home.events.models import Event
from home.events.pages import EventPage
from portal import clock
from tests.factories import EventPageFactory, EventRowFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

FEED = "/en/events.ics"


def calendar(client: Client, path: str = FEED) -> Calendar:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies
    return Calendar.from_ical(response.content)


def entries(client: Client, path: str = FEED) -> dict[str, Entry]:
    """The entries of a calendar by the last part of their address."""
    return {str(entry["url"]).rstrip("/").rpartition("/")[2]: entry for entry in calendar(client, path).walk("VEVENT")}


def entry_of(client: Client, slug: str, code: str = "en") -> Entry:
    return entries(client, f"/{code}/events/{slug}.ics")[slug]


def test_one_event_is_a_file_to_add(client: Client) -> None:
    row = Event.objects.get(code="open-day-iasi")
    response = client.get("/ro/events/open-day-iasi.ics")
    assert response["Content-Disposition"] == 'attachment; filename="open-day-iasi.ics"'
    entry = entry_of(client, "open-day-iasi", "ro")
    assert entry["summary"] == "Zi deschisă la centrul din Iași"
    assert entry["summary"].params["LANGUAGE"] == "ro"
    assert entry["location"] == "Centrul Regional de Integrare Iași, Strada Lămpilor Aprinse 8, Iași"
    assert entry.decoded("dtstart") == row.starts_at
    assert entry["dtstart"].params["TZID"] == "Europe/Bucharest"
    assert entry["status"] == "CONFIRMED"
    assert str(entry["url"]) == "http://testserver/ro/events/open-day-iasi/"
    assert "0232 000 022" in entry["description"]


def test_the_feed_has_everything_that_comes_in_the_readers_language(client: Client) -> None:
    assert "inline" in client.get(FEED)["Content-Disposition"]
    coming = set(Event.objects.upcoming(clock.now()).values_list("code", flat=True))
    assert set(entries(client)) == coming
    titles = {str(entry["summary"]) for entry in entries(client, "/ro/events.ics").values()}
    assert "Sărbătorim Nowruz împreună" in titles


def test_what_is_not_translated_is_in_the_feed_all_the_same(client: Client) -> None:
    EventPage.objects.filter(slug="open-day-iasi").exclude(locale__language_code="ro").delete()
    entry = entries(client)["open-day-iasi"]
    assert str(entry["url"]) == "http://testserver/ro/events/open-day-iasi/"
    assert client.get("/en/events/open-day-iasi.ics").status_code == 404


def test_an_hour_is_the_same_on_the_wall_in_summer_and_winter(client: Client) -> None:
    times = {
        "winter": dt.datetime(2027, 1, 15, 18, tzinfo=clock.ZONE),
        "summer": dt.datetime(2027, 7, 15, 18, tzinfo=clock.ZONE),
    }
    for name, starts_at in times.items():
        EventPageFactory(slug=name, event=EventRowFactory(starts_at=starts_at))
        text = client.get(f"/en/events/{name}.ics").content.decode()
        assert f"DTSTART;TZID=Europe/Bucharest:{starts_at:%Y%m%d}T180000" in text
        assert entry_of(client, name).decoded("dtstart").utctimetuple()[3] == (16 if name == "winter" else 15)
        zone = next(iter(Calendar.from_ical(text).walk("VTIMEZONE"))).to_tz()
        assert starts_at.replace(tzinfo=zone).utcoffset() == starts_at.utcoffset()


def test_a_night_in_which_clocks_change_keeps_its_length(client: Client) -> None:
    starts_at = dt.datetime(2027, 3, 28, 1, 0, tzinfo=ZoneInfo("Europe/Bucharest"))
    row = EventRowFactory(starts_at=starts_at, ends_at=starts_at.astimezone(dt.UTC) + dt.timedelta(hours=4))
    EventPageFactory(slug="night", event=row)
    entry = entry_of(client, "night")
    assert entry.decoded("dtend") - entry.decoded("dtstart").astimezone(dt.UTC) == dt.timedelta(hours=4)
    assert entry.decoded("dtend").hour == 6, "clocks went on by an hour"


def test_whole_days_end_on_the_day_after(client: Client) -> None:
    entry = entry_of(client, "mother-language-day")
    day = entry.decoded("dtstart")
    assert type(day) is dt.date
    assert (day.month, day.day) == (2, 21)
    assert entry.decoded("dtend") == day + dt.timedelta(days=1)


def test_the_same_events_are_the_same_bytes_whenever_they_are_asked_for(client: Client) -> None:
    before = client.get(FEED).content
    with time_machine.travel(clock.now() + dt.timedelta(hours=5), tick=False):
        assert client.get(FEED).content == before


def test_a_change_raises_the_sequence_and_keeps_the_name(client: Client) -> None:
    before = entry_of(client, "open-day-iasi")
    row = Event.objects.get(code="open-day-iasi")
    row.starts_at += dt.timedelta(hours=1)
    with time_machine.travel(clock.now() + dt.timedelta(hours=1), tick=False):
        row.save()
    after = entry_of(client, "open-day-iasi")
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("dtstamp") > before.decoded("dtstamp")


def test_what_is_cancelled_is_cancelled_in_calendars(client: Client) -> None:
    entry = entries(client)["workshop-craiova"]
    assert entry["status"] == "CANCELLED"
    assert entry["description"].startswith("This event does not take place.\nThe trainer is ill.")


def test_an_online_event_has_its_link(client: Client) -> None:
    entry = entry_of(client, "health-insurance-online")
    assert entry["location"] == "https://intalniri.demo.example/sanatate"
    assert "geo" not in entry


def test_a_number_stays_in_order_in_a_text_from_right_to_left(client: Client) -> None:
    description = entries(client, "/ar/events.ics")["open-day-iasi"]["description"]
    assert "\u20660232 000 022\u2069" in description


@pytest.mark.parametrize("path", ["/en/events/nothing.ics", "/xx/events.ics", "/en/events/courses.ics"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_calendar_is_only_read(client: Client) -> None:
    assert client.post(FEED).status_code == 405


def test_the_feed_costs_the_same_however_many_there_are(client: Client, django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(FEED)
    for _ in range(5):
        EventPageFactory(event=EventRowFactory())
    with CaptureQueriesContext(connection) as many:
        client.get(FEED)
    assert len(many) == len(few) <= 5
