"""The state machine of an enrolment: one table that everything reads which shows or checks a state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where an enrolment stands."""

    SUBMITTED = "submitted", _("Received")
    IN_REVIEW = "in_review", _("Being looked at")
    NEEDS_INFORMATION = "needs_information", _("We need an answer")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("A place is held for you")
    CONFIRMED = "confirmed", _("Place confirmed")
    DECLINED = "declined", _("Offer declined")
    EXPIRED = "expired", _("Offer expired")
    ATTENDING = "attending", _("Attending")
    COMPLETED = "completed", _("Completed")
    DROPPED = "dropped", _("Left the course")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REJECTED = "rejected", _("Not accepted")
    MERGED = "merged", _("Joined with another enrolment")
    SPAM = "spam", _("Not a real enrolment")


class Verb(models.TextChoices):
    """What can be done to an enrolment. The values are the names of the services."""

    SUBMIT = "submit", _("Enrolment received")
    CLAIM = "claim", _("Being looked at")
    ASK = "ask", _("We asked something")
    ANSWER = "answer", _("Answer received")
    OFFER = "offer", _("Place offered")
    CONFIRM = "confirm", _("Place confirmed")
    WAIT = "wait", _("Put on the waiting list")
    DECLINE = "decline", _("Offer declined")
    EXPIRE = "expire", _("Offer expired")
    REOPEN = "reopen", _("Looked at again")
    TRANSFER = "transfer", _("Moved to another group")
    RELEASE = "release", _("The group was cancelled: waiting for another one")
    ATTEND = "attend", _("Taking part")
    COMPLETE = "complete", _("Course completed")
    DROP = "drop", _("Left the course")
    REJECT = "reject", _("Not accepted")
    WITHDRAW = "withdraw", _("Withdrawn")
    SETTLE = "settle", _("Closed: there is a place in another group")
    MERGE = "merge", _("Closed")
    MARK_SPAM = "mark_spam", _("Closed")
    RESTORE = "restore", _("Open again")
    ASSIGN = "assign", pgettext_lazy("staff", "Assigned")
    NOTE = "note", pgettext_lazy("staff", "Note")
    CLEAR = "clear", pgettext_lazy("staff", "Suspicion cleared")
    PRIORITISE = "prioritise", pgettext_lazy("staff", "Priority changed")
    RESEAT = "reseat", pgettext_lazy("staff", "Place renumbered")
    INVITE = "invite", _("Invited to the centre")
    PLACE_LEVEL = "place_level", pgettext_lazy("staff", "Level found")
    CONTACT = "contact", _("Contact or language changed")
    MOVE = "move", _("Moved to another group")
    WRITE = "write", _("We wrote to you")
    RESULT = "result", pgettext_lazy("staff", "Levels written down")
    CERTIFY = "certify", _("Certificate issued")
    REVOKE = "revoke", _("Certificate taken back")


class Actor(Enum):
    """Who does something."""

    PERSON = "person"
    STAFF = "staff"
    SYSTEM = "system"


HOLDS_PLACE: frozenset[State] = frozenset({State.OFFERED, State.CONFIRMED, State.ATTENDING, State.COMPLETED})
"""Exactly these states hold a numbered place; the schema checks it."""

ACTIVE: frozenset[State] = frozenset(
    {
        State.SUBMITTED,
        State.IN_REVIEW,
        State.NEEDS_INFORMATION,
        State.WAITING,
        State.OFFERED,
        State.CONFIRMED,
        State.ATTENDING,
    }
)
"""Something may still happen; from each of them one can withdraw or be rejected."""

WAITS_FOR_STAFF: frozenset[State] = frozenset({State.SUBMITTED, State.IN_REVIEW})
"""The next step is ours."""

BEFORE_A_PLACE: frozenset[State] = ACTIVE - HOLDS_PLACE
"""Active, and no place is held."""

UNCONFIRMED: frozenset[State] = ACTIVE - {State.WAITING, State.CONFIRMED, State.ATTENDING}
"""A run that starts soon needs an answer here: ours, or theirs."""


@dataclass(frozen=True)
class Transition:
    """One row of the table: ``verb`` takes an enrolment from any of ``sources`` to ``target``.

    ``target`` is ``None`` where it goes back to where it was before. ``message`` is the template of what the
    person is told, "" where nothing is said: to who is only looked at, who has done it themselves a moment
    ago and reads it on the screen, and to who may be a program.
    """

    verb: Verb
    sources: frozenset[State]
    target: State | None
    actors: frozenset[Actor]
    message: str = ""
    needs_reason: bool = False
    needs_run: bool = False


def _row(
    verb: Verb,
    sources: set[State] | frozenset[State],
    target: State | None,
    actors: set[Actor],
    message: str = "",
    *,
    reason: bool = False,
    run: bool = False,
) -> Transition:
    return Transition(verb, frozenset(sources), target, frozenset(actors), message, needs_reason=reason, needs_run=run)


_S = State
_PERSON, _STAFF, _SYSTEM = Actor.PERSON, Actor.STAFF, Actor.SYSTEM

TRANSITIONS: tuple[Transition, ...] = (
    _row(Verb.CLAIM, {_S.SUBMITTED}, _S.IN_REVIEW, {_STAFF}),
    _row(Verb.ASK, {_S.SUBMITTED, _S.IN_REVIEW}, _S.NEEDS_INFORMATION, {_STAFF}, "question"),
    _row(Verb.ANSWER, {_S.NEEDS_INFORMATION}, _S.IN_REVIEW, {_PERSON, _STAFF}),
    _row(Verb.OFFER, {_S.SUBMITTED, _S.IN_REVIEW, _S.WAITING}, _S.OFFERED, {_STAFF, _SYSTEM}, "offer", run=True),
    _row(
        Verb.CONFIRM,
        {_S.SUBMITTED, _S.OFFERED},
        _S.CONFIRMED,
        {_PERSON, _STAFF, _SYSTEM},
        "confirmed",
        run=True,
    ),
    _row(Verb.WAIT, {_S.SUBMITTED, _S.IN_REVIEW}, _S.WAITING, {_STAFF, _SYSTEM}, "waiting"),
    _row(Verb.DECLINE, {_S.OFFERED}, _S.DECLINED, {_PERSON, _STAFF}, "declined"),
    _row(Verb.EXPIRE, {_S.OFFERED}, _S.EXPIRED, {_SYSTEM}, "expired"),
    _row(Verb.REOPEN, {_S.DECLINED, _S.EXPIRED}, _S.IN_REVIEW, {_STAFF}, "reopened"),
    _row(Verb.TRANSFER, BEFORE_A_PLACE | {_S.DECLINED, _S.EXPIRED}, _S.IN_REVIEW, {_STAFF, _SYSTEM}),
    _row(Verb.MOVE, HOLDS_PLACE & ACTIVE, None, {_STAFF}, "run_moved", run=True),
    _row(Verb.RELEASE, ACTIVE | {_S.EXPIRED}, _S.WAITING, {_STAFF, _SYSTEM}, "run_cancelled", run=True),
    _row(Verb.ATTEND, {_S.CONFIRMED}, _S.ATTENDING, {_STAFF}, run=True),
    _row(Verb.COMPLETE, {_S.CONFIRMED, _S.ATTENDING}, _S.COMPLETED, {_STAFF}, "completed", run=True),
    _row(Verb.DROP, {_S.CONFIRMED, _S.ATTENDING}, _S.DROPPED, {_STAFF}, "dropped", run=True),
    _row(Verb.REJECT, ACTIVE, _S.REJECTED, {_STAFF}, "rejected", reason=True),
    _row(Verb.WITHDRAW, ACTIVE, _S.WITHDRAWN, {_PERSON, _STAFF}, "withdrawn"),
    _row(Verb.SETTLE, {_S.WAITING}, _S.WITHDRAWN, {_SYSTEM}),
    _row(Verb.MERGE, ACTIVE | {_S.DECLINED, _S.EXPIRED}, _S.MERGED, {_STAFF, _SYSTEM}, "merged"),
    _row(Verb.MARK_SPAM, ACTIVE, _S.SPAM, {_STAFF}),
    _row(Verb.RESTORE, {_S.MERGED, _S.SPAM, _S.REJECTED}, None, {_STAFF}, "restored"),
)

_BY_VERB = {transition.verb: transition for transition in TRANSITIONS}


def transition_for(verb: Verb) -> Transition:
    """Return the table's row for a verb. Raises ``KeyError`` for one that changes no state, and for ``SUBMIT``."""
    return _BY_VERB[verb]


def possible_verbs(state: State, actor: Actor) -> list[Verb]:
    """Return what this actor may do to an enrolment in this state, in the table's order.

    ``SUBMITTED`` to ``CONFIRMED`` is the run's own rule: for people and staff an offer comes first.
    """
    return [row.verb for row in TRANSITIONS if may(row.verb, state, actor)]


def may(verb: Verb, state: State, actor: Actor) -> bool:
    """Whether this actor may take this step from this state."""
    row = _BY_VERB[verb]
    if verb is Verb.CONFIRM and (state is State.SUBMITTED) != (actor is Actor.SYSTEM):
        return False
    return state in row.sources and actor in row.actors
