"""What staff usually do next with an enrolment: the one button that stands out on its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State, Verb
from courses.inbox.labels import ACTIONS
from portal import clock
from portal.templatetags.portal_tags import local_date

TAKE_AND_OFFER = pgettext_lazy("staff", "Take it and offer a place")


@dataclass(frozen=True)
class NextStep:
    """The usual next step with its button's words, or (``verb`` is ``None``) why there is nothing to do now."""

    verb: Verb | None
    words: str | Promise


def next_step(enrolment: Enrolment, run: Run | None, position: int) -> NextStep:
    """Return what usually comes next. ``run`` has its places counted, ``position`` is the one on its waiting list.

    Only steps that nothing speaks against: what needs a reason is never the usual one.
    """
    state = State(enrolment.state)
    verb = _usual(enrolment, state, run, position)
    if verb is None:
        return NextStep(None, _why_nothing(state, run))
    is_both = verb is Verb.OFFER and state is State.SUBMITTED
    return NextStep(verb, TAKE_AND_OFFER if is_both else ACTIONS[verb].button)


def _usual(enrolment: Enrolment, state: State, run: Run | None, position: int) -> Verb | None:
    if state in {State.SUBMITTED, State.IN_REVIEW}:
        return _for_who_is_new(enrolment, state, run)
    has_started = run is not None and run.starts_on <= clock.today()
    has_ended = run is not None and run.ends_on <= clock.today()
    usual = {
        State.NEEDS_INFORMATION: Verb.ANSWER,
        State.WAITING: Verb.OFFER if position == 1 and _has_place(run) else None,
        State.OFFERED: Verb.CONFIRM,
        State.DECLINED: Verb.REOPEN,
        State.EXPIRED: Verb.REOPEN,
        State.CONFIRMED: Verb.ATTEND if has_started else None,
        State.ATTENDING: Verb.COMPLETE if has_ended else None,
    }
    return usual.get(state)


def _for_who_is_new(enrolment: Enrolment, state: State, run: Run | None) -> Verb | None:
    if enrolment.suspicion or enrolment.duplicate_of_id:
        return Verb.CLEAR
    if run is None:
        return Verb.CLAIM if state is State.SUBMITTED else Verb.WAIT
    if run.state != Run.State.OPEN or run.last_entry_on < clock.today():
        return Verb.TRANSFER
    if _has_place(run) and not getattr(run, "queue_length", 0):
        return Verb.OFFER
    return Verb.WAIT


def _has_place(run: Run | None) -> bool:
    return run is not None and run.last_entry_on >= clock.today() and getattr(run, "places_left", 0) > 0


def _why_nothing(state: State, run: Run | None) -> str:
    if state is State.WAITING:
        return pgettext("staff", "Nothing to do now: who waits is offered a place in their turn.")
    if state is State.CONFIRMED and run is not None:
        sentence = pgettext("staff", "Nothing to do now: the course begins on %(day)s.")
        return sentence % {"day": local_date(run.starts_on)}
    if state is State.ATTENDING and run is not None:
        sentence = pgettext("staff", "Nothing to do now: the course ends on %(day)s.")
        return sentence % {"day": local_date(run.ends_on)}
    return pgettext("staff", "Nothing to do: this enrolment is over.")
