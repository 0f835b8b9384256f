"""How every step of the state machine is taken: checked, saved, written into the history, told.

One step of one enrolment and the same step of a hundred go the same way, in the same number of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from courses.catalogue.models import Run
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import Extra, tell_many
from courses.enrolment.places import lock_enrolment
from courses.enrolment.promises import promised_by
from courses.enrolment.records import Event, Task
from courses.enrolment.states import HOLDS_PLACE, Actor, State, Verb, may, transition_for
from portal import clock

CHANGED_BY_EVERY_STEP = [
    "state",
    "state_since",
    "place",
    "offer_expires_at",
    "queued_at",
    "due_at",
    "awaits_decision",
    "untold",
]


def begin(enrolment: Enrolment, verb: Verb, actor: Actor, *, also: Collection[int] = ()) -> Enrolment:
    """Lock the run (and the runs ``also``), then the enrolment; check the step against the table of states.

    Returns the enrolment as it is now. Raises :class:`Refused` (``state``, ``busy``).
    """
    locked = lock_enrolment(enrolment, also=also)
    check(locked, verb, actor)
    return locked


def check(enrolment: Enrolment, verb: Verb, actor: Actor) -> None:
    """Raise :class:`Refused` (``state``) when the table doesn't let this actor take the step."""
    if not may(verb, State(enrolment.state), actor):
        message = _("This is not possible now: the enrolment is at “%(state)s”.")
        raise Refused(message % {"state": State(enrolment.state).label}, code="state")
    if transition_for(verb).needs_run and enrolment.run_id is None:
        raise Refused(_("There is no group for this yet."), code="state")


def finish(
    enrolments: Sequence[Enrolment],
    verb: Verb,
    actor: Actor,
    *,
    user: User | None = None,
    note: str = "",
    fields: Collection[str] = (),
    target: State | None = None,
    message: str | None = None,
    extra: Extra = None,
    is_told_later: bool = False,
) -> None:
    """Save a step of locked enrolments, write their history, settle what was to be done, and tell the people.

    Places and deadlines of an offer stand in the enrolments already, and so does every other field that
    ``fields`` names. ``target`` and ``message`` replace the table's, where the table leaves it open or says
    less; ``extra`` fills placeholders of the message. ``is_told_later`` leaves the message to the worker,
    which writes many at once: for the moments when a crowd waits for a lock.
    """
    row = transition_for(verb)
    goal = target or row.target
    if goal is None or not enrolments:
        return
    template = row.message if message is None else message
    now = clock.now()
    history = []
    for enrolment in enrolments:
        before = enrolment.state
        place = enrolment.place
        enrolment.state = goal
        enrolment.state_since = now
        enrolment.awaits_decision = False
        if template:  # a step that says nothing doesn't swallow what is still to be said
            enrolment.untold = template if is_told_later else ""
        if goal not in HOLDS_PLACE:
            enrolment.place = None
        if goal is not State.OFFERED:
            enrolment.offer_expires_at = None
        if goal is not State.WAITING:
            enrolment.queued_at = None
        enrolment.due_at = promised_by(enrolment, before, now)
        reason = enrolment.reason if row.needs_reason else ""
        history.append(entry(enrolment, verb, before, actor, user=user, note=note, reason=reason, place=place))
    _save(enrolments, [*CHANGED_BY_EVERY_STEP, *fields])
    Event.objects.bulk_create(history)
    if is_told_later:
        return
    # What a colleague was to call about is overtaken by this step.
    Task.objects.filter(enrolment__in=enrolments, done_at=None).update(done_at=now, done_by=user)
    if template:
        tell_many(enrolments, template, actor=actor, extra=extra)


def _save(enrolments: Sequence[Enrolment], fields: list[str]) -> None:
    if len(enrolments) == 1:
        enrolments[0].save(update_fields=fields)  # one statement too, and a much shorter one
    else:
        Enrolment.objects.bulk_update(enrolments, fields)


def entry(enrolment: Enrolment, verb: Verb, before: str, actor: Actor, **more: Any) -> Event:
    """Return an entry of the history that isn't saved yet; ``more`` may be user, note, reason and place."""
    return Event(
        enrolment=enrolment,
        verb=verb,
        from_state=before,
        to_state=enrolment.state,
        actor=actor.value,
        at=clock.now(),
        **more,
    )


def log(enrolment: Enrolment, verb: Verb, actor: Actor, **more: Any) -> Event:
    """Write an entry of the history that changes no state, and return it."""
    event = entry(enrolment, verb, enrolment.state, actor, **more)
    event.save()
    return event


def run_of(enrolment: Enrolment) -> Run:
    """Return the run of an enrolment that has one. Raises :class:`Refused` (``state``)."""
    if enrolment.run is None:
        raise Refused(_("There is no group for this yet."), code="state")
    return enrolment.run
