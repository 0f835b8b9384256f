"""A run's sessions, and the appointment at the centre, in people's own calendars (RFC 5545, RFC 7986)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Event

from courses.catalogue.models import Run, Session
from courses.catalogue.pages import CoursePage
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Appointment
from courses.enrolment.states import ACTIVE, HOLDS_PLACE, State, Verb
from courses.enrolment.wording import EXPLANATIONS
from portal import clock, languages
from portal.calendars import left_to_right, new_calendar, uid
from portal.phones import format_phone

KEPT_AFTER_THE_END = dt.timedelta(days=60)
APPOINTMENT_LASTS = dt.timedelta(hours=1)


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
        calendar = new_calendar("Courses", title)
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
    event.add("uid", uid(name))
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
    language = languages.get_language(enrolment.person.language)
    lines = [str(EXPLANATIONS[State.OFFERED])] if enrolment.state == State.OFFERED else []
    lines += [_("Questions? Call us"), enrolment.centre.name]
    for entry in enrolment.centre.phones.all():
        lines.append(left_to_right(format_phone(str(entry.number)), language))
    return "\n".join(lines)
