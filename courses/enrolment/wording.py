"""What a person reads about the state of their enrolment: what it means and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.enrolment.codes import Reason
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State, Verb

CLOSED = _("This enrolment is closed. Whatever we have to say goes to the contact that we have.")
INTEREST = _("We have noted what you look for. We tell you as soon as a group opens near you.")

EXPLANATIONS: dict[State, Promise] = {
    State.SUBMITTED: _("We have your enrolment. A colleague reads it, usually within one working day."),
    State.IN_REVIEW: _("A colleague is looking at your enrolment and will answer you soon."),
    State.NEEDS_INFORMATION: _("We need an answer from you before we can go on."),
    State.WAITING: _("All places are taken. You are on the waiting list, and we tell you when a place is free."),
    State.OFFERED: _("A place is held for you. Please say yes or no before the time is over."),
    State.CONFIRMED: _("The place is yours. Please come to the first meeting."),
    State.DECLINED: _("You said no to this place. If you change your mind, call us."),
    State.EXPIRED: _("We had no answer in time, so the place went to somebody else. Call us: we look for another."),
    State.ATTENDING: _("You are taking part in this course."),
    State.COMPLETED: _("You have completed this course. Congratulations!"),
    State.DROPPED: _("You have left this course. If you want to come back, call us."),
    State.WITHDRAWN: _("You have taken back this enrolment. You can enrol again at any time."),
    State.REJECTED: _("We cannot give you a place in this group."),
    State.MERGED: CLOSED,
    State.SPAM: CLOSED,
}


@dataclass(frozen=True)
class Standing:
    """Where an enrolment stands, in the words that its person reads. ``reason`` may be ""."""

    label: str
    explanation: str
    reason: str = ""


def is_silent(enrolment: Enrolment) -> bool:
    """Whether the page says no more than that it is closed.

    An enrolment may end because of another one of the same person: whoever typed that person's name into
    the form must not learn it from the page. So these ends look alike.
    """
    return enrolment.state in {State.MERGED, State.SPAM} or (
        enrolment.state == State.REJECTED and enrolment.reason == Reason.DUPLICATE
    )


def standing_of(enrolment: Enrolment) -> Standing:
    """Return where an enrolment stands, in the active language."""
    state = State(enrolment.state)
    if is_silent(enrolment):
        return Standing(label=str(Verb.MERGE.label), explanation=str(CLOSED))
    if state is State.WAITING and enrolment.run_id is None:
        return Standing(label=str(State.SUBMITTED.label), explanation=str(INTEREST))
    reason = str(Reason(enrolment.reason).label) if state is State.REJECTED and enrolment.reason else ""
    return Standing(label=str(state.label), explanation=str(EXPLANATIONS[state]), reason=reason)


PERSON_VERBS: dict[Verb, Promise] = {
    Verb.CONFIRM: _("Yes, I take the place"),
    Verb.DECLINE: _("No, thank you"),
    Verb.WITHDRAW: _("I do not want to take part any more"),
}
"""The buttons of the status page, by what they do."""

DONE: dict[Verb, Promise] = {
    Verb.CONFIRM: _("Thank you. The place is yours."),
    Verb.DECLINE: _("Thank you for telling us. The place goes to somebody else."),
    Verb.WITHDRAW: _("Your enrolment is taken back. Thank you for telling us."),
    Verb.ANSWER: _("Thank you. We have your answer."),
    Verb.CONTACT: _("This is changed now."),
}
"""What the page says after a button was pressed."""

DONE_IN: dict[Verb, State] = {
    Verb.CONFIRM: State.CONFIRMED,
    Verb.DECLINE: State.DECLINED,
    Verb.WITHDRAW: State.WITHDRAWN,
    Verb.ANSWER: State.IN_REVIEW,
}
"""The state that an enrolment is in after a button was pressed; changing the contact changes no state."""
