"""From one group to another."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.catalogue.models import Run
from courses.enrolment.codes import Priority
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.places import free_places
from courses.enrolment.promotion import offer_deadline, promote
from courses.enrolment.states import ACTIVE, Actor, State, Verb
from courses.enrolment.steps import begin, finish, run_of
from portal import clock


@transaction.atomic
def transfer_enrolment(*, enrolment: Enrolment, run: Run, user: User) -> Enrolment:
    """Staff move an enrolment that holds no place to another group, where it is in review.

    Raises :class:`Refused` (``closed``) for a group that doesn't take place or has ended.
    """
    locked = begin(enrolment, Verb.TRANSFER, Actor.STAFF, also=[run.pk])
    _check_target(locked, run)
    before = locked.run
    move_to(locked, run)
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

    An offer gets a new deadline, and everybody reads where and when. Raises :class:`Refused`: ``closed`` for a
    group that doesn't take place or has ended, ``state`` where the person is in that group already, ``full``
    without a free place, ``needs_reason`` where others wait for it and no ``reason`` says why.
    """
    locked = begin(enrolment, Verb.MOVE, Actor.STAFF, also=[run.pk])
    _check_target(locked, run)
    if Enrolment.objects.filter(run=run, person=locked.person_id, state__in=ACTIVE).exists():
        raise Refused(pgettext("staff", "This person is in that group already."), code="state")
    free = free_places(run)
    if not free:
        raise Refused(_("All places of this group are taken."), code="full")
    if not reason and Enrolment.objects.waiting().can_be_offered().filter(run=run).exists():
        raise Refused(
            pgettext("staff", "Others wait for this place. Say why this person comes first."), code="needs_reason"
        )
    before, state = run_of(locked), State(locked.state)
    move_to(locked, run)
    locked.place = free[0]
    if state is State.OFFERED:
        locked.offer_expires_at = offer_deadline(run, clock.now())
    finish(
        [locked],
        Verb.MOVE,
        Actor.STAFF,
        user=user,
        note=f"{before.code}: {reason}" if reason else before.code,
        fields=MOVED,
        target=state,
        message="offer" if state is State.OFFERED else None,
    )
    promote(before)
    return locked


def _check_target(enrolment: Enrolment, run: Run) -> None:
    if run.state != Run.State.OPEN or run.ends_on < clock.today():
        raise Refused(_("This group does not take new people any more."), code="closed")
    if enrolment.run_id == run.pk:
        raise Refused(pgettext("staff", "It is in this group already."), code="state")
