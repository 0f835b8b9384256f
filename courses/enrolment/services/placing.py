"""Offers, places and the waiting list."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.catalogue.models import Run
from courses.enrolment.codes import Suspicion
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.places import free_places
from courses.enrolment.promotion import offer_deadline, promote
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.steps import begin, finish, log, run_of
from portal import clock


@transaction.atomic
def offer_place(*, enrolment: Enrolment, user: User, reason: str = "") -> Enrolment:
    """Staff hold the lowest free place until the run's deadline for offers, and tell the person.

    What nobody looks after becomes the user's. An offer ends after ``run.offer_hours``, and on the run's last day
    to enter at the latest; after that day it has the full time. Raises :class:`Refused`: ``full`` without a free
    place; ``needs_reason`` where it goes past others who wait, comes after the last day to enter, or to who may not
    be a person, and no ``reason`` says why. The reason stands in the history.
    """
    locked = begin(enrolment, Verb.OFFER, Actor.STAFF)
    run = run_of(locked)
    if run.state != Run.State.OPEN:
        raise Refused(_("This group does not take place."), code="closed")
    free = free_places(run)
    if not free:
        raise Refused(_("All places of this group are taken."), code="full")
    if not reason and (why := _why_unusual(locked, run)):
        raise Refused(why, code="needs_reason")
    if locked.assignee_id is None:
        locked.assignee = user
    fields = ["assignee"]
    if locked.suspicion:
        log(locked, Verb.CLEAR, Actor.STAFF, user=user, note=Suspicion(locked.suspicion).label)
        locked.suspicion, locked.captcha_token = "", ""
        fields += ["suspicion", "captcha_token"]
    locked.place = free[0]
    locked.offer_expires_at = offer_deadline(run, clock.now())
    finish([locked], Verb.OFFER, Actor.STAFF, user=user, note=reason, fields=fields)
    return locked


def _why_unusual(enrolment: Enrolment, run: Run) -> str:
    """Return what an offer goes past, as a question for the reason; "" when nothing speaks against it."""
    if enrolment.suspicion:
        return pgettext("staff", "Perhaps this is not a person. Say why you offer the place all the same.")
    if clock.today() > run.last_entry_on:
        return pgettext("staff", "The last day to enter is over. Say why you offer the place all the same.")
    first = Enrolment.objects.waiting().can_be_offered().filter(run=run).first()
    if first is not None and first.pk != enrolment.pk:
        return pgettext("staff", "Others wait for this place. Say why this person comes first.")
    return ""


@transaction.atomic
def put_on_waiting_list(*, enrolment: Enrolment, user: User | None = None) -> Enrolment:
    """Staff put an enrolment on its run's waiting list, and the person is told their position.

    Without a run it is a wish: kept until a group opens. Within their priority, people stand in the order in
    which they joined the list.
    """
    locked = begin(enrolment, Verb.WAIT, Actor.STAFF)
    locked.queued_at = clock.now()
    finish([locked], Verb.WAIT, Actor.STAFF, user=user, message=None if locked.run_id else "interest")
    return locked


@transaction.atomic
def confirm_place(*, enrolment: Enrolment, actor: Actor, user: User | None = None) -> Enrolment:
    """The person accepts an offer, or staff do so for them on the phone.

    Where the same person waits in other groups of the same course, that is settled. Raises :class:`Refused`
    (``deadline``) when the person comes after the deadline; staff may still confirm, because the place is
    held until the clock takes it away.
    """
    locked = begin(enrolment, Verb.CONFIRM, actor)
    deadline = locked.offer_expires_at
    if actor is Actor.PERSON and deadline is not None and deadline <= clock.now():
        raise Refused(
            _("The time for this answer is over. Please call us: we look for another place."), code="deadline"
        )
    finish([locked], Verb.CONFIRM, actor, user=user)
    others = Enrolment.objects.filter(person=locked.person_id, course=locked.course_id, state=State.WAITING)
    settled = list(others.exclude(pk=locked.pk).select_for_update(no_key=True).order_by("pk"))
    finish(settled, Verb.SETTLE, Actor.SYSTEM)
    return locked


@transaction.atomic
def decline_offer(*, enrolment: Enrolment, actor: Actor, user: User | None = None) -> Enrolment:
    """The person doesn't want the place; the next on the waiting list is offered it."""
    locked = begin(enrolment, Verb.DECLINE, actor)
    finish([locked], Verb.DECLINE, actor, user=user)
    promote(run_of(locked))
    return locked


@transaction.atomic
def expire_offer(*, enrolment: Enrolment) -> Enrolment:
    """The clock takes back an offer whose deadline has passed. Raises :class:`Refused` before it has."""
    locked = begin(enrolment, Verb.EXPIRE, Actor.SYSTEM)
    deadline = locked.offer_expires_at
    if deadline is None or deadline > clock.now():
        raise Refused(_("This offer still holds."), code="deadline")
    finish([locked], Verb.EXPIRE, Actor.SYSTEM)
    promote(run_of(locked))
    return locked


@transaction.atomic
def withdraw_enrolment(*, enrolment: Enrolment, actor: Actor, user: User | None = None) -> Enrolment:
    """The person doesn't want to go on, or staff note that they said so; a held place goes to the next."""
    locked = begin(enrolment, Verb.WITHDRAW, actor)
    held = locked.place
    finish([locked], Verb.WITHDRAW, actor, user=user)
    if held:
        promote(run_of(locked))
    return locked
