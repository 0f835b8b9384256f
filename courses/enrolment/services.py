"""The only writer of enrolments: one function a verb, atomic, checked by the table of states.

Every function raises :class:`Refused` when the table, the places or the dates don't allow the step, and
then changes nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.catalogue.models import Run
from courses.enrolment import consent
from courses.enrolment.codes import Reason
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import tell
from courses.enrolment.places import free_place, lock_enrolment
from courses.enrolment.records import Event, Task
from courses.enrolment.references import new_reference
from courses.enrolment.states import HOLDS_PLACE, Actor, State, Transition, Verb, transition_for
from courses.enrolment.submissions import Submission
from courses.people.models import Person
from courses.people.names import search_words
from portal import clock


def submit_enrolment(*, run: Run, submission: Submission, submission_id: str = "") -> Enrolment:
    """Keep a request for a place and send the receipt; the same submission twice is one enrolment.

    ``submission_id`` is the form's own id. Raises :class:`Refused` (``closed``) when the run doesn't
    take anybody today.
    """
    key = submission.key(run, submission_id)
    existing = Enrolment.objects.filter(submission_key=key).first()
    if existing:
        return existing
    if not run.is_open_for_enrolment(clock.today()):
        raise Refused(_("This group does not take new people any more."), code="closed")
    try:
        with transaction.atomic():
            return _create_enrolment(run, submission, key)
    except IntegrityError:
        # The same form arrived twice at the same moment: the other one was faster.
        existing = Enrolment.objects.filter(submission_key=key).first()
        if existing is None:
            raise
        return existing


def _create_enrolment(run: Run, submission: Submission, key: str) -> Enrolment:
    now = clock.now()
    person = Person.objects.create(
        name=submission.name,
        search_name=search_words(submission.name),
        phone=submission.phone,
        email=submission.email,
        contact_by=submission.contact_by,
        may_leave_message=submission.may_leave_message,
        helper_name=submission.helper_name,
        helper_phone=submission.helper_phone,
        language=submission.language,
        birth_year=submission.birth_year,
        status=submission.status,
        created_at=now,
    )
    enrolment = Enrolment.objects.create(
        reference=_unused_reference(),
        submission_key=key,
        person=person,
        course=run.course,
        run=run,
        centre=run.centre,
        level=submission.level,
        needs_childcare=submission.needs_childcare,
        comment=submission.comment,
        status_then=submission.status,
        age_band_then=person.age_band(clock.today()),
        suspicion=submission.suspicion,
        submitted_at=now,
        state_since=now,
        consent_organisation=run.organisation,
        consent_version=consent.VERSION,
        consent_language=submission.language,
    )
    Event.objects.create(
        enrolment=enrolment, verb=Verb.SUBMIT, to_state=State.SUBMITTED, actor=Actor.PERSON.value, at=now
    )
    tell(enrolment, "received", actor=Actor.PERSON)
    return enrolment


def _unused_reference() -> str:
    while True:
        reference = new_reference()
        if not Enrolment.objects.filter(reference=reference).exists():
            return reference


@transaction.atomic
def claim_enrolment(*, enrolment: Enrolment, user: User) -> Enrolment:
    """A member of staff takes a new enrolment into review and becomes its assignee."""
    step = _begin(enrolment, Verb.CLAIM, Actor.STAFF)
    step.enrolment.assignee = user
    return step.finish(user=user)


@transaction.atomic
def offer_place(*, enrolment: Enrolment, user: User | None = None, actor: Actor = Actor.STAFF) -> Enrolment:
    """Hold the lowest free place until the run's deadline for offers, and tell the person.

    An offer ends after ``run.offer_hours``, and on the run's last day to enter at the latest; staff who
    offer after that day give the full time. Raises :class:`Refused` (``full``) without a free place.
    """
    step = _begin(enrolment, Verb.OFFER, actor)
    run = step.locked_run()
    if run.state != Run.State.OPEN:
        raise Refused(_("This group does not take place."), code="closed")
    step.enrolment.place = free_place(run)
    step.enrolment.offer_expires_at = offer_deadline(run, clock.now())
    return step.finish(user=user)


def offer_deadline(run: Run, now: dt.datetime) -> dt.datetime:
    """Return when an offer made now ends: aware, never past the run's last day to enter."""
    deadline = now + dt.timedelta(hours=run.offer_hours)
    last_moment = dt.datetime.combine(run.last_entry_on, dt.time(23, 59), tzinfo=clock.ZONE)
    return min(deadline, last_moment) if last_moment > now else deadline


@transaction.atomic
def put_on_waiting_list(*, enrolment: Enrolment, user: User | None = None, actor: Actor = Actor.STAFF) -> Enrolment:
    """Put an enrolment at the end of its run's waiting list, and tell the person their position."""
    step = _begin(enrolment, Verb.WAIT, actor)
    step.locked_run()
    step.enrolment.queued_at = clock.now()
    return step.finish(user=user)


@transaction.atomic
def confirm_place(*, enrolment: Enrolment, actor: Actor, user: User | None = None) -> Enrolment:
    """The person accepts an offer, or staff do so for them on the phone.

    Raises :class:`Refused` (``deadline``) when the person comes after the deadline; staff may still
    confirm, because the place is held until the clock takes it away.
    """
    step = _begin(enrolment, Verb.CONFIRM, actor)
    deadline = step.enrolment.offer_expires_at
    if actor is Actor.PERSON and deadline is not None and deadline <= clock.now():
        raise Refused(
            _("The time for this answer is over. Please call us: we look for another place."), code="deadline"
        )
    step.enrolment.offer_expires_at = None
    return step.finish(user=user)


@transaction.atomic
def decline_offer(*, enrolment: Enrolment, actor: Actor, user: User | None = None) -> Enrolment:
    """The person doesn't want the place; it is free again."""
    return _begin(enrolment, Verb.DECLINE, actor).finish(user=user)


@transaction.atomic
def expire_offer(*, enrolment: Enrolment) -> Enrolment:
    """The clock takes back an offer whose deadline has passed. Raises :class:`Refused` before it has."""
    step = _begin(enrolment, Verb.EXPIRE, Actor.SYSTEM)
    deadline = step.enrolment.offer_expires_at
    if deadline is None or deadline > clock.now():
        raise Refused(_("This offer still holds."), code="deadline")
    return step.finish()


@transaction.atomic
def reject_enrolment(*, enrolment: Enrolment, user: User, reason: str, note: str = "") -> Enrolment:
    """Staff don't accept an enrolment, for a reason that the person is told in their language.

    ``note`` is for staff only. Raises :class:`Refused` (``reason``) without a known reason.
    """
    if reason not in Reason.values:
        raise Refused(pgettext("staff", "Choose a reason: the person is told."), code="reason")
    step = _begin(enrolment, Verb.REJECT, Actor.STAFF)
    step.enrolment.reason = reason
    return step.finish(user=user, note=note)


@transaction.atomic
def withdraw_enrolment(*, enrolment: Enrolment, actor: Actor, user: User | None = None) -> Enrolment:
    """The person doesn't want to go on, or staff note that they said so; a held place is free again."""
    return _begin(enrolment, Verb.WITHDRAW, actor).finish(user=user)


@transaction.atomic
def reopen_enrolment(*, enrolment: Enrolment, user: User) -> Enrolment:
    """A second chance after an offer was declined or ran out."""
    return _begin(enrolment, Verb.REOPEN, Actor.STAFF).finish(user=user)


@transaction.atomic
def assign_enrolment(*, enrolment: Enrolment, user: User, assignee: User | None) -> Enrolment:
    """Give an enrolment to a colleague, or to nobody. Raises :class:`Refused` for who isn't of its centre."""
    locked = lock_enrolment(enrolment)
    if assignee is not None and not Enrolment.objects.for_staff(assignee).filter(pk=locked.pk).exists():
        raise Refused(pgettext("staff", "This colleague does not work for the centre."), code="state")
    locked.assignee = assignee
    locked.save(update_fields=["assignee"])
    _log(locked, Verb.ASSIGN, locked.state, Actor.STAFF, user=user, note=str(assignee or ""))
    return locked


@transaction.atomic
def add_note(*, enrolment: Enrolment, user: User, text: str) -> Event:
    """Write a note that only staff see."""
    locked = lock_enrolment(enrolment)
    return _log(locked, Verb.NOTE, locked.state, Actor.STAFF, user=user, note=text)


@transaction.atomic
def complete_task(*, task: Task, user: User) -> Task:
    """Staff did what a message couldn't. Doing it twice changes nothing."""
    locked = Task.objects.select_for_update().get(pk=task.pk)
    if locked.done_at is None:
        locked.done_at = clock.now()
        locked.done_by = user
        locked.save(update_fields=["done_at", "done_by"])
    return locked


# --- How every step is taken -------------------------------------------------------------------------


@dataclass
class _Step:
    """One step of one enrolment, between the check and the save. The enrolment's row is locked."""

    enrolment: Enrolment
    transition: Transition
    actor: Actor

    def locked_run(self) -> Run:
        run = self.enrolment.run
        if run is None:
            raise Refused(_("There is no group for this yet."), code="state")
        return run

    def finish(self, *, user: User | None = None, note: str = "") -> Enrolment:
        """Save the new state, write the history, and tell the person."""
        enrolment, before = self.enrolment, self.enrolment.state
        held = enrolment.place
        enrolment.state = self.transition.target
        enrolment.state_since = clock.now()
        if self.transition.target not in HOLDS_PLACE:
            enrolment.place = None
            enrolment.offer_expires_at = None
        if self.transition.target is not State.WAITING:
            enrolment.queued_at = None
        enrolment.save()
        # What a colleague was to call about is overtaken by this step.
        enrolment.tasks.filter(done_at=None).update(done_at=enrolment.state_since, done_by=user)
        _log(
            enrolment,
            self.transition.verb,
            before,
            self.actor,
            user=user,
            note=note,
            reason=enrolment.reason if self.transition.needs_reason else "",
            place=enrolment.place or held,
        )
        if self.transition.message:
            tell(enrolment, self.transition.message, actor=self.actor)
        if held and enrolment.place is None:
            _offer_to_waiting(self.locked_run())
        return enrolment


def _offer_to_waiting(run: Run) -> None:
    """Offer free places of a locked run to its waiting list, in order, in the transaction that freed them.

    The system's offers stop at the run's last day to enter.
    """
    if run.state != Run.State.OPEN or clock.today() > run.last_entry_on:
        return
    for waiting in Enrolment.objects.waiting().filter(run=run):
        try:
            offer_place(enrolment=waiting, actor=Actor.SYSTEM)
        except Refused:
            return  # every place is taken again


def _begin(enrolment: Enrolment, verb: Verb, actor: Actor) -> _Step:
    """Lock the run, then the enrolment, and check the step against the table of states."""
    transition = transition_for(verb)
    locked = lock_enrolment(enrolment)
    if locked.state not in transition.sources or actor not in transition.actors:
        message = _("This is not possible now: the enrolment is at “%(state)s”.") % {"state": State(locked.state).label}
        raise Refused(message, code="state")
    return _Step(locked, transition, actor)


def _log(
    enrolment: Enrolment,
    verb: Verb,
    before: str,
    actor: Actor,
    *,
    user: User | None = None,
    note: str = "",
    reason: str = "",
    place: int | None = None,
) -> Event:
    return Event.objects.create(
        enrolment=enrolment,
        verb=verb,
        from_state=before,
        to_state=enrolment.state,
        actor=actor.value,
        user=user,
        note=note,
        reason=reason,
        place=place,
        at=clock.now(),
    )
