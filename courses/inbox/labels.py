"""How the inbox names states and steps. The person's own words for them are on the status page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from courses.catalogue.models import Course
from courses.enrolment.records import Event
from courses.enrolment.states import Actor, State, Verb

INBOX = pgettext_lazy("staff", "Inbox")
ICON = "clipboard-list"


@dataclass(frozen=True)
class StateLabel:
    """A state as staff read it. ``tone`` is the colour: new, ours, theirs, held, good, over."""

    name: Promise
    tone: str


STATES: dict[State, StateLabel] = {
    State.SUBMITTED: StateLabel(pgettext_lazy("staff", "New"), "new"),
    State.IN_REVIEW: StateLabel(pgettext_lazy("staff", "In review"), "ours"),
    State.NEEDS_INFORMATION: StateLabel(pgettext_lazy("staff", "Waits for an answer"), "theirs"),
    State.WAITING: StateLabel(pgettext_lazy("staff", "On the waiting list"), "theirs"),
    State.OFFERED: StateLabel(pgettext_lazy("staff", "Place offered"), "held"),
    State.CONFIRMED: StateLabel(pgettext_lazy("staff", "Place confirmed"), "good"),
    State.DECLINED: StateLabel(pgettext_lazy("staff", "Offer declined"), "over"),
    State.EXPIRED: StateLabel(pgettext_lazy("staff", "Offer expired"), "over"),
    State.ATTENDING: StateLabel(pgettext_lazy("staff", "Attending"), "good"),
    State.COMPLETED: StateLabel(pgettext_lazy("staff", "Completed"), "good"),
    State.DROPPED: StateLabel(pgettext_lazy("staff", "Dropped out"), "over"),
    State.WITHDRAWN: StateLabel(pgettext_lazy("staff", "Withdrawn"), "over"),
    State.REJECTED: StateLabel(pgettext_lazy("staff", "Rejected"), "over"),
    State.MERGED: StateLabel(pgettext_lazy("staff", "Merged"), "over"),
    State.SPAM: StateLabel(pgettext_lazy("staff", "Spam"), "over"),
}


@dataclass(frozen=True)
class ActionLabel:
    """A step as staff take it: what the button says, what is said when it is done."""

    button: Promise
    done: Promise
    icon: str
    is_rare: bool = False
    """Kept apart from the next steps, so that the page stays calm."""
    is_last_resort: bool = False
    """Rare, and it ends an enrolment."""


ACTIONS: dict[Verb, ActionLabel] = {
    Verb.CLEAR: ActionLabel(
        pgettext_lazy("staff", "Nothing suspicious"),
        pgettext_lazy("staff", "The suspicion is cleared."),
        "check",
    ),
    Verb.CLAIM: ActionLabel(
        pgettext_lazy("staff", "Take it"),
        pgettext_lazy("staff", "This enrolment is yours now."),
        "user",
    ),
    Verb.ANSWER: ActionLabel(
        pgettext_lazy("staff", "Write down the answer"),
        pgettext_lazy("staff", "The answer is kept: in review again."),
        "comment",
    ),
    Verb.OFFER: ActionLabel(
        pgettext_lazy("staff", "Offer a place"),
        pgettext_lazy("staff", "A place is held, and the person is told."),
        "tick-inverse",
    ),
    Verb.CONFIRM: ActionLabel(
        pgettext_lazy("staff", "Confirm for the person"),
        pgettext_lazy("staff", "The place is confirmed, and the person is told."),
        "circle-check",
    ),
    Verb.WAIT: ActionLabel(
        pgettext_lazy("staff", "Put on the waiting list"),
        pgettext_lazy("staff", "On the waiting list, and the person is told."),
        "time",
    ),
    Verb.ASK: ActionLabel(
        pgettext_lazy("staff", "Ask the person"),
        pgettext_lazy("staff", "The question is sent; now the person is to answer."),
        "help",
    ),
    Verb.DECLINE: ActionLabel(
        pgettext_lazy("staff", "Decline for the person"),
        pgettext_lazy("staff", "The offer is declined and the place is free."),
        "circle-xmark",
    ),
    Verb.REOPEN: ActionLabel(
        pgettext_lazy("staff", "Look at it again"),
        pgettext_lazy("staff", "In review again."),
        "resubmit",
    ),
    Verb.RESTORE: ActionLabel(
        pgettext_lazy("staff", "Open it again"),
        pgettext_lazy("staff", "It is open again."),
        "rotate",
    ),
    Verb.ATTEND: ActionLabel(
        pgettext_lazy("staff", "Takes part"),
        pgettext_lazy("staff", "Noted: takes part."),
        "user",
    ),
    Verb.COMPLETE: ActionLabel(
        pgettext_lazy("staff", "Has completed the course"),
        pgettext_lazy("staff", "The course is completed, and the person is told."),
        "success",
    ),
    Verb.TRANSFER: ActionLabel(
        pgettext_lazy("staff", "Move to another run"),
        pgettext_lazy("staff", "Moved: it is in review there."),
        "redirect",
        is_rare=True,
    ),
    Verb.MOVE: ActionLabel(
        pgettext_lazy("staff", "Move to another run with the place"),
        pgettext_lazy("staff", "Moved with a place there, and the person is told."),
        "redirect",
        is_rare=True,
    ),
    Verb.PRIORITISE: ActionLabel(
        pgettext_lazy("staff", "Change the priority"),
        pgettext_lazy("staff", "The priority is kept."),
        "order-up",
        is_rare=True,
    ),
    Verb.INVITE: ActionLabel(
        pgettext_lazy("staff", "Invite to find the level"),
        pgettext_lazy("staff", "Invited, and the person is told."),
        "calendar-alt",
        is_rare=True,
    ),
    Verb.PLACE_LEVEL: ActionLabel(
        pgettext_lazy("staff", "Write down the level found"),
        pgettext_lazy("staff", "The level is kept."),
        "edit",
        is_rare=True,
    ),
    Verb.RESULT: ActionLabel(
        pgettext_lazy("staff", "Write down the levels at the beginning and the end"),
        pgettext_lazy("staff", "The levels are kept."),
        "edit",
        is_rare=True,
    ),
    Verb.CONTACT: ActionLabel(
        pgettext_lazy("staff", "Change phone, e-mail or language"),
        pgettext_lazy("staff", "The contact is kept."),
        "mobile-alt",
        is_rare=True,
    ),
    Verb.DROP: ActionLabel(
        pgettext_lazy("staff", "Has left the course"),
        pgettext_lazy("staff", "Noted: left the course."),
        "logout",
        is_rare=True,
        is_last_resort=True,
    ),
    Verb.REJECT: ActionLabel(
        pgettext_lazy("staff", "Reject"),
        pgettext_lazy("staff", "Rejected, and the person is told why."),
        "cross",
        is_rare=True,
        is_last_resort=True,
    ),
    Verb.WITHDRAW: ActionLabel(
        pgettext_lazy("staff", "Withdraw for the person"),
        pgettext_lazy("staff", "Withdrawn, and the person is told."),
        "bin",
        is_rare=True,
        is_last_resort=True,
    ),
    Verb.MARK_SPAM: ActionLabel(
        pgettext_lazy("staff", "Mark as spam"),
        pgettext_lazy("staff", "Marked as spam. Nobody is told."),
        "warning",
        is_rare=True,
        is_last_resort=True,
    ),
}
"""The steps that have a button on an enrolment's page, in its order."""

HISTORY: dict[Verb, Promise] = {
    Verb.SUBMIT: pgettext_lazy("staff", "Enrolment received"),
    Verb.CLAIM: pgettext_lazy("staff", "Taken into review"),
    Verb.OFFER: pgettext_lazy("staff", "Place offered"),
    Verb.CONFIRM: pgettext_lazy("staff", "Place confirmed"),
    Verb.WAIT: pgettext_lazy("staff", "Put on the waiting list"),
    Verb.DECLINE: pgettext_lazy("staff", "Offer declined"),
    Verb.EXPIRE: pgettext_lazy("staff", "Offer expired"),
    Verb.REJECT: pgettext_lazy("staff", "Rejected"),
    Verb.WITHDRAW: pgettext_lazy("staff", "Withdrawn"),
    Verb.REOPEN: pgettext_lazy("staff", "Taken into review again"),
    Verb.ASSIGN: pgettext_lazy("staff", "Assigned"),
    Verb.NOTE: pgettext_lazy("staff", "Note"),
    Verb.ASK: pgettext_lazy("staff", "Asked the person"),
    Verb.ANSWER: pgettext_lazy("staff", "Answer received"),
    Verb.TRANSFER: pgettext_lazy("staff", "Moved to another run"),
    Verb.RELEASE: pgettext_lazy("staff", "Run cancelled: waits for another one"),
    Verb.ATTEND: pgettext_lazy("staff", "Attending"),
    Verb.COMPLETE: pgettext_lazy("staff", "Completed"),
    Verb.DROP: pgettext_lazy("staff", "Dropped out"),
    Verb.SETTLE: pgettext_lazy("staff", "Closed: there is a place in another run"),
    Verb.MERGE: pgettext_lazy("staff", "Merged"),
    Verb.MARK_SPAM: pgettext_lazy("staff", "Marked as spam"),
    Verb.RESTORE: pgettext_lazy("staff", "Opened again"),
    Verb.CLEAR: pgettext_lazy("staff", "Suspicion cleared"),
    Verb.PRIORITISE: pgettext_lazy("staff", "Priority changed"),
    Verb.RESEAT: pgettext_lazy("staff", "Place renumbered"),
    Verb.INVITE: pgettext_lazy("staff", "Invited to find the level"),
    Verb.PLACE_LEVEL: pgettext_lazy("staff", "Level found"),
    Verb.CONTACT: pgettext_lazy("staff", "Contact or language changed"),
    Verb.MOVE: pgettext_lazy("staff", "Moved to another run, with a place"),
    Verb.WRITE: pgettext_lazy("staff", "Message to the person"),
    Verb.RESULT: pgettext_lazy("staff", "Levels written down"),
    Verb.CERTIFY: pgettext_lazy("staff", "Certificate issued"),
    Verb.REVOKE: pgettext_lazy("staff", "Certificate taken back"),
}
"""What happened, as an entry of the history says it."""


def course_label(course: Course) -> str:
    """Return a course's kind and level in the language of staff."""
    if not course.level:
        return str(course.get_kind_display())
    return pgettext("staff", "%(kind)s, %(level)s") % {"kind": course.get_kind_display(), "level": course.level}


def who_did(event: Event) -> str:
    """Return who made an entry of the history. Reads ``event.user``."""
    if event.user is not None:
        return event.user.get_full_name() or event.user.get_username()
    if event.actor == Actor.PERSON.value:
        return pgettext("staff", "The person")
    return pgettext("staff", "The portal")
