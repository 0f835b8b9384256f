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
    OFFER = "offer", _("Place offered")
    CONFIRM = "confirm", _("Place confirmed")
    WAIT = "wait", _("Put on the waiting list")
    DECLINE = "decline", _("Offer declined")
    EXPIRE = "expire", _("Offer expired")
    REJECT = "reject", _("Not accepted")
    WITHDRAW = "withdraw", _("Withdrawn")
    REOPEN = "reopen", _("Looked at again")
    ASSIGN = "assign", pgettext_lazy("staff", "Assigned")
    NOTE = "note", pgettext_lazy("staff", "Note")


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


@dataclass(frozen=True)
class Transition:
    """One row of the table: ``verb`` takes an enrolment from any of ``sources`` to ``target``.

    ``message`` is the template of what the person is told, "" where nothing is said.
    """

    verb: Verb
    sources: frozenset[State]
    target: State
    actors: frozenset[Actor]
    message: str = ""
    needs_reason: bool = False


def _row(
    verb: Verb,
    sources: set[State] | frozenset[State],
    target: State,
    actors: set[Actor],
    message: str = "",
    *,
    reason: bool = False,
) -> Transition:
    return Transition(verb, frozenset(sources), target, frozenset(actors), message, needs_reason=reason)


TRANSITIONS: tuple[Transition, ...] = (
    _row(Verb.CLAIM, {State.SUBMITTED}, State.IN_REVIEW, {Actor.STAFF}),
    _row(
        Verb.OFFER,
        {State.SUBMITTED, State.IN_REVIEW, State.WAITING},
        State.OFFERED,
        {Actor.STAFF, Actor.SYSTEM},
        "offer",
    ),
    _row(
        Verb.WAIT,
        {State.SUBMITTED, State.IN_REVIEW},
        State.WAITING,
        {Actor.STAFF, Actor.SYSTEM},
        "waiting",
    ),
    _row(Verb.CONFIRM, {State.OFFERED}, State.CONFIRMED, {Actor.PERSON, Actor.STAFF}, "confirmed"),
    _row(Verb.DECLINE, {State.OFFERED}, State.DECLINED, {Actor.PERSON, Actor.STAFF}, "declined"),
    _row(Verb.EXPIRE, {State.OFFERED}, State.EXPIRED, {Actor.SYSTEM}, "expired"),
    _row(Verb.REOPEN, {State.DECLINED, State.EXPIRED}, State.IN_REVIEW, {Actor.STAFF}),
    _row(Verb.REJECT, ACTIVE, State.REJECTED, {Actor.STAFF}, "rejected", reason=True),
    _row(Verb.WITHDRAW, ACTIVE, State.WITHDRAWN, {Actor.PERSON, Actor.STAFF}, "withdrawn"),
)

_BY_VERB = {transition.verb: transition for transition in TRANSITIONS}


def transition_for(verb: Verb) -> Transition:
    """Return the table's row for a verb. Raises ``KeyError`` for ``SUBMIT``, which starts the machine."""
    return _BY_VERB[verb]


def possible_verbs(state: State, actor: Actor) -> list[Verb]:
    """Return what this actor may do to an enrolment in this state, in the table's order."""
    return [row.verb for row in TRANSITIONS if state in row.sources and actor in row.actors]
