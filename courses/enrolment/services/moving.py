"""From one group to another."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.catalogue.models import Run, Session
from courses.enrolment.codes import Priority
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import format_day
from courses.enrolment.places import free_places
from courses.enrolment.promotion import offer_deadline, promote
from courses.enrolment.states import ACTIVE, Actor, State, Verb
from courses.enrolment.steps import begin, finish, run_of
from portal import clock


@transaction.atomic
def transfer_enrolment(*, enrolment: Enrolment, run: Run, user: User) -> Enrolment:
    """Staff move an enrolment that holds no place to another group, where it is in review.

    Raises :class:`Refused`: ``closed`` for a group that doesn't take place or has ended, ``state`` where the
    person is in that group already, ``busy``.
    """
    locked = begin(enrolment, Verb.TRANSFER, Actor.STAFF, also=[run.pk])
    target = _target(locked, run)
    before = locked.run
    move_to(locked, target)
    finish([locked], Verb.TRANSFER, Actor.STAFF, user=user, note=before.code if before else "", fields=MOVED)
    return locked


MOVED = ["run", "course", "centre", "duplicate_of", "priority", "priority_reason"]
"""The fields that :func:`move_to` changes."""


def move_to(enrolment: Enrolment, run: Run) -> None:
    """Put another run into an enrolment, unsaved. Priorities of the old run's groups don't go with it."""
    enrolment.run = run
    enrolment.course = run.course
    enrolment.centre = run.centre
    enrolment.duplicate_of = None
    if enrolment.priority == Priority.GROUP:
        enrolment.priority, enrolment.priority_reason = Priority.NORMAL, ""


@transaction.atomic
def move_enrolment(*, enrolment: Enrolment, run: Run, user: User, reason: str = "") -> Enrolment:
    """Staff move somebody who holds a place into a place of another group; the old place goes to the next.

    The state stays: who has confirmed doesn't confirm again. An offer gets a new deadline. The person reads
    where and when, and from which day on. The run's last day to enter is for who enters, not for who changes
    groups. Marks of the old group's sessions stay with the enrolment. Raises :class:`Refused`: ``closed`` for
    a group that doesn't take place or has ended, ``state`` where the person is in that group already,
    ``full`` without a free place, ``needs_reason`` where others wait for it and no ``reason`` says why, ``busy``.
    """
    locked = begin(enrolment, Verb.MOVE, Actor.STAFF, also=[run.pk])
    target = _target(locked, run)
    free = free_places(target)
    if not free:
        raise Refused(_("All places of this group are taken."), code="full")
    if not reason and Enrolment.objects.waiting().can_be_offered().filter(run=target).exists():
        raise Refused(
            pgettext("staff", "Others wait for this place. Say why this person comes first."), code="needs_reason"
        )
    before, state = run_of(locked), State(locked.state)
    move_to(locked, target)
    locked.place = free[0]
    if state is State.OFFERED:
        locked.offer_expires_at = offer_deadline(target, clock.now())
    first_day = _first_day(target)
    finish(
        [locked],
        Verb.MOVE,
        Actor.STAFF,
        user=user,
        note=f"{before.code}: {reason}" if reason else before.code,
        fields=MOVED,
        target=state,
        message="offer" if state is State.OFFERED else None,
        extra=lambda language: {"start": format_day(first_day, language), "alternatives": ""},
    )
    promote(before)
    return locked


def _target(enrolment: Enrolment, run: Run) -> Run:
    """Return the group that a locked enrolment goes to, as it is now: its row is locked too.

    Raises :class:`Refused` where the enrolment, or the same person by another one, can't go there.
    """
    target = Run.objects.select_related("centre", "course", "project").get(pk=run.pk)
    if target.state != Run.State.OPEN or target.ends_on < clock.today():
        raise Refused(_("This group does not take new people any more."), code="closed")
    if enrolment.run_id == target.pk:
        raise Refused(pgettext("staff", "It is in this group already."), code="state")
    if Enrolment.objects.filter(run=target, person=enrolment.person_id, state__in=ACTIVE).exists():
        raise Refused(pgettext("staff", "This person is in that group already."), code="state")
    return target


def _first_day(run: Run) -> dt.date:
    """Return the first day for who joins a group now: of a group that has begun, the day of its next session."""
    if run.starts_on >= clock.today():
        return run.starts_on
    coming = Session.objects.filter(run=run, is_cancelled=False, starts_at__gt=clock.now()).order_by("starts_at")
    session = coming.first()
    return timezone.localtime(session.starts_at).date() if session else run.starts_on
