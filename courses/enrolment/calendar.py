"""A run's sessions, and the appointment at the centre, in people's own calendars (RFC 5545, RFC 7986)."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, Timezone, vDuration

from courses.catalogue.models import Run, Session
from courses.catalogue.pages import CoursePage
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Appointment
from courses.enrolment.states import ACTIVE, HOLDS_PLACE, State, Verb
from courses.enrolment.wording import EXPLANATIONS
from portal import clock, languages
from portal.phones import format_phone

PRODUCT = "-//Bun venit//Courses//EN"
REFRESH = dt.timedelta(hours=6)
"""How often a calendar that subscribed asks again: a session moved for tomorrow must arrive today."""
KEPT_AFTER_THE_END = dt.timedelta(days=60)
APPOINTMENT_LASTS = dt.timedelta(hours=1)
ZONE_RULES = f"""BEGIN:VTIMEZONE
TZID:{clock.ZONE.key}
BEGIN:STANDARD
DTSTART:19971026T040000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:EET
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19970330T030000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:EEST
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
END:DAYLIGHT
END:VTIMEZONE
"""
"""When clocks change in Romania (Directive 2000/84/EC): a tenth of what is generated from all the years before."""
_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"


def is_over(enrolment: Enrolment) -> bool:
    """Whether the calendar of an enrolment isn't given out any more: 60 days after its last day."""
    days = [_day_of(appointment.starts_at) for appointment in enrolment.appointments.all()]
    if enrolment.run is not None:
        days.append(enrolment.run.ends_on)
    return clock.today() > max(days, default=_day_of(enrolment.submitted_at)) + KEPT_AFTER_THE_END


def _day_of(moment: dt.datetime) -> dt.date:
    """Return the day of a moment in Romania."""
    return moment.astimezone(clock.ZONE).date()


def calendar_of(enrolment: Enrolment) -> bytes:
    """Return the calendar of an enrolment in its person's language, as a file.

    Each session is an event of its own: an offered place is tentative, and everything is cancelled once the
    person holds no place any more, because a calendar keeps what it isn't told to drop. So are the sessions to
    come of groups that they were moved out of. Nothing in it names the person: calendars are shared with
    families and synchronised through companies.
    """
    language = enrolment.person.language
    with override(language):
        title = CoursePage.title_of(enrolment.course, language)
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        calendar.add("name", title)
        calendar.add("x-wr-calname", title)
        calendar.add("x-wr-timezone", clock.ZONE.key)
        calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
        calendar.add_component(Timezone.from_ical(ZONE_RULES))
        run = enrolment.run
        if run is not None:
            moves = _moves(enrolment)
            left = [session for former in _left(enrolment, moves) for session in former.sessions.all()]
            for session in [*run.sessions.all(), *left]:
                calendar.add_component(_session_event(enrolment, session, title, moves=len(moves)))
        for appointment in enrolment.appointments.all():
            calendar.add_component(_appointment_event(enrolment, appointment, title))
    return calendar.to_ical()


def _moves(enrolment: Enrolment) -> list[str]:
    """Return the codes of the groups in which the person held a place and left it for another one. One query."""
    notes = enrolment.events.filter(verb=Verb.MOVE).values_list("note", flat=True)
    return [note.partition(":")[0] for note in notes]


def _left(enrolment: Enrolment, moves: list[str]) -> list[Run]:
    """Return these groups with their sessions to come, but for the present one. No query without moves."""
    if not moves:
        return []
    coming = Prefetch("sessions", Session.objects.filter(ends_at__gt=clock.now()))
    return list(Run.objects.filter(code__in=moves).exclude(pk=enrolment.run_id).prefetch_related(coming))


def _session_event(enrolment: Enrolment, session: Session, title: str, *, moves: int) -> Event:
    run = session.run
    event = _event(f"session-{session.pk}", session.starts_at, session.ends_at)
    event.add("summary", title)
    event.add("description", _description(enrolment))
    event.add("location", _location(run, session))
    event.add("sequence", session.revision + moves)  # who is moved there and back again finds the newest
    event.add("status", _status(enrolment, run, session))
    return event


def _appointment_event(enrolment: Enrolment, appointment: Appointment, title: str) -> Event:
    starts_at = appointment.starts_at
    event = _event(f"appointment-{appointment.pk}", starts_at, starts_at + APPOINTMENT_LASTS)
    event.add("summary", _("Appointment: %(course)s") % {"course": title})
    event.add("description", _description(enrolment))
    event.add("location", appointment.place)
    event.add("status", "CONFIRMED" if enrolment.state in ACTIVE else "CANCELLED")
    return event


def _event(name: str, starts_at: dt.datetime, ends_at: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}")
    event.add("dtstamp", clock.now().astimezone(dt.UTC))
    event.add("dtstart", starts_at.astimezone(clock.ZONE))
    event.add("dtend", ends_at.astimezone(clock.ZONE))
    return event


def _status(enrolment: Enrolment, run: Run, session: Session) -> str:
    is_left = enrolment.run_id != run.pk
    if is_left or session.is_cancelled or run.state == Run.State.CANCELLED or enrolment.state not in HOLDS_PLACE:
        return "CANCELLED"
    return "TENTATIVE" if enrolment.state == State.OFFERED else "CONFIRMED"


def _location(run: Run, session: Session) -> str:
    if run.mode == Run.Mode.ONLINE:
        return str(Run.Mode.ONLINE.label)
    return ", ".join(part for part in (run.address, session.room) if part)


def _description(enrolment: Enrolment) -> str:
    """Return whom to call, a line each; first, for an offer, that it wants an answer."""
    rtl = languages.get_language(enrolment.person.language).rtl
    lines = [str(EXPLANATIONS[State.OFFERED])] if enrolment.state == State.OFFERED else []
    lines += [_("Questions? Call us"), enrolment.centre.name]
    for entry in enrolment.centre.phones.all():
        number = format_phone(str(entry.number))
        # Groups of digits change places in a text that runs from right to left.
        lines.append(f"{_LEFT_TO_RIGHT}{number}{_END}" if rtl else number)
    return "\n".join(lines)
