"""The sessions in people's own calendars: read back as a program would, summer and winter, moved and cancelled."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar, Timezone

from courses.enrolment.links import CALENDAR, STATUS, make_token
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Appointment
from courses.enrolment.states import HOLDS_PLACE, State
from portal import clock
from portal.calendars import ZONE_RULES
from tests.factories import CentreFactory, EnrolmentFactory, PersonFactory, RunFactory, SessionFactory

pytestmark = pytest.mark.django_db

UTC = ZoneInfo("UTC")


def calendar_path(enrolment: Enrolment) -> str:
    return f"/en/calendar/{make_token(enrolment, CALENDAR)}.ics"


def read(client: Client, path: str) -> Calendar:
    response = client.get(path)
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def statuses(calendar: Calendar) -> list[str]:
    return [str(event["status"]) for event in calendar.events]


@pytest.fixture
def confirmed() -> Enrolment:
    """Somebody with a place in a group with two sessions, at a centre with a phone."""
    run = RunFactory(scheduled=True, centre=CentreFactory(equipped=True))
    return EnrolmentFactory(confirmed=True, run=run, person=PersonFactory(name="Nobody Reads This", with_email=True))


def test_what_programs_expect_is_there(client: Client, confirmed: Enrolment) -> None:
    response = client.get(calendar_path(confirmed))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    lines = response.content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    calendar = Calendar.from_ical(response.content)
    assert str(calendar["method"]) == "PUBLISH"
    assert str(calendar["version"]) == "2.0"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in lines
    assert b"X-PUBLISHED-TTL:PT6H" in lines


def test_a_session_is_an_event_with_its_place(client: Client, confirmed: Enrolment) -> None:
    first = confirmed.run.sessions.all()[0]
    first.room, first.revision = "Sala 2", 3
    first.save()
    event, other = read(client, calendar_path(confirmed)).events
    assert event["dtstart"].dt == first.starts_at
    assert event["dtend"].dt == first.ends_at
    assert event["dtstart"].params["TZID"] == "Europe/Bucharest"
    assert str(event["location"]) == f"{confirmed.run.address}, Sala 2"
    assert int(event["sequence"]) == 3
    assert event["dtstamp"].dt.utcoffset() == dt.timedelta(0)
    assert event["uid"] != other["uid"]
    phone = confirmed.centre.phones.get().number.as_national
    assert str(event["description"]).splitlines()[-2:] == [confirmed.centre.name, phone]


def test_nothing_names_the_person(client: Client, confirmed: Enrolment) -> None:
    text = client.get(calendar_path(confirmed)).content.decode().replace("\r\n ", "")
    for private in (confirmed.person.name, confirmed.person.email, str(confirmed.person.phone), confirmed.reference):
        assert private not in text


def test_an_uid_stays_while_a_session_moves(client: Client, confirmed: Enrolment) -> None:
    before = [str(event["uid"]) for event in read(client, calendar_path(confirmed)).events]
    session = confirmed.run.sessions.all()[0]
    session.starts_at += dt.timedelta(days=400)
    session.ends_at += dt.timedelta(days=400)
    session.save()
    assert {str(event["uid"]) for event in read(client, calendar_path(confirmed)).events} == set(before)


@pytest.mark.parametrize(("month", "day", "offset"), [(10, 29, 3), (11, 2, 2), (3, 26, 2), (3, 30, 3)])
def test_six_in_the_evening_stays_six(client: Client, month: int, day: int, offset: int) -> None:
    """Around the days on which clocks change: on the last Sundays of October and March (Directive 2000/84/EC)."""
    starts_at = dt.datetime(2027, month, day, 18, tzinfo=timezone.get_default_timezone())
    run = RunFactory(starts_on=dt.date(2027, 3, 1), ends_on=dt.date(2027, 11, 30), opens_on=dt.date(2027, 1, 1))
    run.last_entry_on = run.ends_on
    run.save()
    SessionFactory(run=run, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=2))
    # A year around it, so that the zone's rules must say when the clocks change.
    SessionFactory(run=run, starts_at=starts_at.replace(month=1), ends_at=starts_at.replace(month=1, hour=20))
    SessionFactory(run=run, starts_at=starts_at.replace(month=7), ends_at=starts_at.replace(month=7, hour=20))
    content = client.get(calendar_path(EnrolmentFactory(confirmed=True, run=run))).content
    wanted = f"DTSTART;TZID=Europe/Bucharest:2027{month:02d}{day:02d}T180000".encode()
    assert wanted in content.split(b"\r\n")
    # As a program does that knows nothing but the VTIMEZONE that comes along.
    calendar = Calendar.from_ical(content.replace(b"Europe/Bucharest", b"Somewhere/Else"))
    moment = next(
        e["dtstart"].dt for e in calendar.events if (e["dtstart"].dt.month, e["dtstart"].dt.day) == (month, day)
    )
    assert (moment.hour, moment.utcoffset()) == (18, dt.timedelta(hours=offset))
    assert moment.astimezone(UTC) == starts_at.astimezone(UTC)


@pytest.mark.parametrize("year", [2026, 2031, 2040])
def test_the_rules_of_the_zone_are_those_of_the_world(year: int) -> None:
    zone = Timezone.from_ical(ZONE_RULES).to_tz()
    for month in (3, 10):
        for hours in range(24 * 31 + 23):
            moment = dt.datetime(year, month, 1, tzinfo=UTC) + dt.timedelta(hours=hours)
            assert moment.astimezone(zone).utcoffset() == moment.astimezone(clock.ZONE).utcoffset(), moment


@pytest.mark.parametrize("state", list(State))
def test_who_holds_no_place_has_no_sessions(client: Client, state: State) -> None:
    enrolment = EnrolmentFactory(state=state, run=RunFactory(scheduled=True))
    wanted = "TENTATIVE" if state == State.OFFERED else "CONFIRMED" if state in HOLDS_PLACE else "CANCELLED"
    assert statuses(read(client, calendar_path(enrolment))) == [wanted, wanted]


def test_a_cancelled_session_and_a_cancelled_group_are_cancelled(client: Client, confirmed: Enrolment) -> None:
    session = confirmed.run.sessions.all()[0]
    session.is_cancelled = True
    session.save()
    assert statuses(read(client, calendar_path(confirmed))) == ["CANCELLED", "CONFIRMED"]
    confirmed.run.state = "cancelled"
    confirmed.run.save()
    assert statuses(read(client, calendar_path(confirmed))) == ["CANCELLED", "CANCELLED"]


def test_an_online_group_has_no_address(client: Client) -> None:
    enrolment = EnrolmentFactory(confirmed=True, run=RunFactory(scheduled=True, online=True))
    assert {str(event["location"]) for event in read(client, calendar_path(enrolment)).events} == {"Online"}


def test_the_appointment_at_the_centre_is_in_it_too(client: Client) -> None:
    county = CentreFactory().county
    enrolment = EnrolmentFactory(without_run=True, waiting=True, county=county)
    starts_at = clock.now() + dt.timedelta(days=3)
    Appointment.objects.create(enrolment=enrolment, starts_at=starts_at, place="Strada Exemplului 1, Sala 4")
    (event,) = read(client, calendar_path(enrolment)).events
    assert event["dtstart"].dt == starts_at.replace(microsecond=0)
    assert str(event["location"]) == "Strada Exemplului 1, Sala 4"
    assert str(event["status"]) == "CONFIRMED"


def test_it_speaks_the_persons_language(client: Client) -> None:
    run = RunFactory(scheduled=True, centre=CentreFactory(equipped=True))
    enrolment = EnrolmentFactory(confirmed=True, run=run, person=PersonFactory(language="ar"))
    event = read(client, calendar_path(enrolment)).events[0]
    assert "لديكم أسئلة" in str(event["description"])
    phone = str(event["description"]).splitlines()[-1]
    assert phone.startswith("\u2066") and phone.endswith("\u2069")


def test_the_file_of_the_status_page_is_the_same_calendar(client: Client, confirmed: Enrolment) -> None:
    path = f"/en/status/{make_token(confirmed, STATUS)}/calendar.ics"
    response = client.get(path)
    assert response["Content-Disposition"].startswith("attachment")
    assert len(Calendar.from_ical(response.content).events) == 2
    assert client.get(calendar_path(confirmed))["Content-Disposition"].startswith("inline")


def test_links_open_their_own_door_alone(client: Client, confirmed: Enrolment) -> None:
    assert client.get(f"/en/calendar/{make_token(confirmed, STATUS)}.ics").status_code == 404
    assert client.get(f"/en/status/{make_token(confirmed, CALENDAR)}/calendar.ics").status_code == 404
    assert client.get(f"/en/status/{make_token(confirmed, CALENDAR)}/").status_code == 404
    assert client.get("/en/calendar/nonsense.ics").status_code == 404
    assert client.post(calendar_path(confirmed)).status_code == 405


def test_it_ends_sixty_days_after_the_group(client: Client, confirmed: Enrolment) -> None:
    path = calendar_path(confirmed)
    last = dt.datetime.combine(confirmed.run.ends_on, dt.time(12), tzinfo=clock.ZONE)
    with time_machine.travel(last + dt.timedelta(days=60)):
        assert client.get(path).status_code == 200
    with time_machine.travel(last + dt.timedelta(days=61)):
        assert client.get(path).status_code == 404


def test_its_queries_do_not_grow_with_the_sessions(client: Client, django_assert_max_num_queries) -> None:
    run = RunFactory()
    for meeting in range(40):
        SessionFactory(run=run, meeting=meeting)
    enrolment = EnrolmentFactory(confirmed=True, run=run)
    path = calendar_path(enrolment)
    with django_assert_max_num_queries(6):  # enrolment, phones, sessions, appointments, moves, the course's title
        assert len(read(client, path).events) == 40
