"""What is done for somebody without changing where their enrolment stands."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.enrolment.codes import Level, Priority
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import format_moment, tell
from courses.enrolment.places import lock_enrolment
from courses.enrolment.promotion import promote
from courses.enrolment.records import Appointment, Event, Task
from courses.enrolment.states import ACTIVE, Actor, State, Verb
from courses.enrolment.steps import log
from courses.people.models import Person
from portal import clock, languages


@transaction.atomic
def assign_enrolment(*, enrolment: Enrolment, user: User, assignee: User | None, note: str = "") -> Enrolment:
    """Give an enrolment to a colleague, or to nobody, with a ``note`` for who takes it over.

    The entry of the history holds the name in its first line, and the note below it. Raises :class:`Refused` for
    who isn't of its centre.
    """
    locked = lock_enrolment(enrolment)
    if assignee is not None and not Enrolment.objects.for_staff(assignee).filter(pk=locked.pk).exists():
        raise Refused(pgettext("staff", "This colleague does not work for the centre."), code="state")
    locked.assignee = assignee
    locked.save(update_fields=["assignee"])
    name = (assignee.get_full_name() or assignee.get_username()) if assignee else ""
    log(locked, Verb.ASSIGN, Actor.STAFF, user=user, note=f"{name}\n{note.strip()}" if note.strip() else name)
    return locked


@transaction.atomic
def add_note(*, enrolment: Enrolment, user: User, text: str) -> Event:
    """Write a note that only staff see."""
    return log(lock_enrolment(enrolment), Verb.NOTE, Actor.STAFF, user=user, note=text)


@transaction.atomic
def complete_task(*, task: Task, user: User) -> Task:
    """Staff did what a message couldn't. Doing it twice changes nothing."""
    locked = Task.objects.select_for_update().get(pk=task.pk)
    if locked.done_at is None:
        locked.done_at = clock.now()
        locked.done_by = user
        locked.save(update_fields=["done_at", "done_by"])
    return locked


@transaction.atomic
def prioritise_enrolment(*, enrolment: Enrolment, user: User, priority: int, reason: str = "") -> Enrolment:
    """Change somebody's priority on waiting lists, with the reason in the history.

    Raises :class:`Refused` (``needs_reason``) for a priority without a reason.
    """
    if priority not in Priority.values:
        raise Refused(pgettext("staff", "Choose a priority."), code="reason")
    if priority != Priority.NORMAL and not reason.strip():
        raise Refused(pgettext("staff", "Say why this person comes first."), code="needs_reason")
    locked = lock_enrolment(enrolment)
    if (locked.priority, locked.priority_reason) == (priority, reason.strip()):
        return locked
    locked.priority = priority
    locked.priority_reason = reason.strip() if priority != Priority.NORMAL else ""
    locked.save(update_fields=["priority", "priority_reason"])
    log(locked, Verb.PRIORITISE, Actor.STAFF, user=user, note=reason.strip())
    if locked.state == State.WAITING and locked.run is not None:
        promote(locked.run)
    return locked


@transaction.atomic
def invite_to_placement(*, enrolment: Enrolment, user: User, starts_at: dt.datetime, place: str) -> Appointment:
    """Invite somebody to the centre to find their level together; ``starts_at`` is aware.

    Another invitation takes the place of the first; the same one is sent once. Raises :class:`Refused` for a
    moment that is over, and for an enrolment that has ended.
    """
    locked = lock_enrolment(enrolment)
    if locked.state not in ACTIVE:
        message = _("This is not possible now: the enrolment is at “%(state)s”.")
        raise Refused(message % {"state": State(locked.state).label}, code="state")
    if starts_at <= clock.now():
        raise Refused(pgettext("staff", "Choose a moment that is still to come."), code="deadline")
    same = locked.appointments.filter(starts_at=starts_at, place=place.strip()).first()
    if same is not None:
        return same
    locked.appointments.filter(starts_at__gt=clock.now()).delete()
    appointment = Appointment.objects.create(
        enrolment=locked, starts_at=starts_at, place=place.strip(), made_by=user, made_at=clock.now()
    )
    log(locked, Verb.INVITE, Actor.STAFF, user=user)
    tell(
        locked,
        "placement",
        actor=Actor.STAFF,
        extra=lambda language: {"appointment": format_moment(starts_at, language), "address": appointment.place},
    )
    return appointment


@transaction.atomic
def record_level(*, enrolment: Enrolment, user: User, level: str) -> Enrolment:
    """Keep the level that was found at the centre. Raises :class:`Refused` for what is no level."""
    if level not in Level.values:
        raise Refused(pgettext("staff", "Choose a level."), code="reason")
    locked = lock_enrolment(enrolment)
    if locked.placement_level == level:
        return locked
    locked.placement_level = level
    locked.save(update_fields=["placement_level"])
    log(locked, Verb.PLACE_LEVEL, Actor.STAFF, user=user, note=str(Level(level).label))
    return locked


@transaction.atomic
def change_contact(
    *, enrolment: Enrolment, actor: Actor, phone: str, email: str, language: str, user: User | None = None
) -> Enrolment:
    """Change how a person is reached, and in which language; the contact that we had is told.

    ``phone`` is E.164. Raises :class:`Refused` (``reason``) where no contact would be left, or for an unknown
    language. Nothing changed leaves no trace.
    """
    if not phone and not email:
        raise Refused(_("Please write a phone number or an e-mail address, so that we can answer you."), code="reason")
    if not languages.is_supported(language):
        raise Refused(_("Please choose one of the answers."), code="reason")
    locked = lock_enrolment(enrolment)
    person = Person.objects.select_for_update(no_key=True).get(pk=locked.person_id)
    before = (str(person.phone or ""), person.email)
    if (*before, person.language) == (phone, email, language):
        return locked
    if before != (phone, email):
        locked.person = person
        tell(locked, "contact_changed", actor=Actor.SYSTEM)
    person.phone, person.email, person.language = phone, email, language
    if not email and person.contact_by == Person.ContactBy.EMAIL:
        person.contact_by = Person.ContactBy.CALL
    if not phone and person.contact_by != Person.ContactBy.EMAIL:
        person.contact_by = Person.ContactBy.EMAIL
    person.save(update_fields=["phone", "email", "language", "contact_by"])
    locked.person = person
    log(locked, Verb.CONTACT, actor, user=user)
    return locked


@transaction.atomic
def send_link(*, enrolment: Enrolment) -> None:
    """Send the person's own link to the contact that we have."""
    tell(lock_enrolment(enrolment), "link", actor=Actor.SYSTEM)
