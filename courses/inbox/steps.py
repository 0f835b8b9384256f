"""Which steps staff can take with an enrolment now, and what takes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import User

from courses.catalogue.models import Course
from courses.enrolment import services
from courses.enrolment.models import Enrolment
from courses.enrolment.states import ACTIVE, BEFORE_A_PLACE, Actor, State, Verb, possible_verbs, transition_for
from courses.inbox.labels import ACTIONS, ActionLabel
from courses.inbox.step_forms import (
    AnswerForm,
    AskForm,
    ContactForm,
    InviteForm,
    LevelForm,
    OfferForm,
    PrioritiseForm,
    RejectForm,
    ResultForm,
    StepForm,
)
from courses.inbox.transfer_form import MoveForm, TransferForm
from courses.results.rules import has_levels
from courses.results.services import HAS_RESULTS, record_levels

SERVICES: dict[Verb, Callable[..., object]] = {
    Verb.CLAIM: services.claim_enrolment,
    Verb.ASK: services.ask_person,
    Verb.ANSWER: partial(services.answer_question, actor=Actor.STAFF),
    Verb.OFFER: services.offer_place,
    Verb.CONFIRM: partial(services.confirm_place, actor=Actor.STAFF),
    Verb.WAIT: services.put_on_waiting_list,
    Verb.DECLINE: partial(services.decline_offer, actor=Actor.STAFF),
    Verb.REOPEN: services.reopen_enrolment,
    Verb.TRANSFER: services.transfer_enrolment,
    Verb.MOVE: services.move_enrolment,
    Verb.ATTEND: services.mark_attending,
    Verb.COMPLETE: services.mark_completed,
    Verb.DROP: services.mark_dropped,
    Verb.REJECT: services.reject_enrolment,
    Verb.WITHDRAW: partial(services.withdraw_enrolment, actor=Actor.STAFF),
    Verb.MARK_SPAM: services.mark_spam,
    Verb.RESTORE: services.restore_enrolment,
    Verb.CLEAR: services.clear_suspicion,
    Verb.PRIORITISE: services.prioritise_enrolment,
    Verb.INVITE: services.invite_to_placement,
    Verb.PLACE_LEVEL: services.record_level,
    Verb.RESULT: record_levels,
    Verb.CONTACT: partial(services.change_contact, actor=Actor.STAFF),
}
"""Each is called with ``enrolment``, ``user`` and what its form asks for."""

FORMS: dict[Verb, type[StepForm]] = {
    form.verb: form
    for form in (
        AskForm,
        AnswerForm,
        OfferForm,
        TransferForm,
        MoveForm,
        PrioritiseForm,
        InviteForm,
        LevelForm,
        ResultForm,
        ContactForm,
        RejectForm,
    )
}
"""The steps that need more than a click."""

OFFERED_WHEN: dict[Verb, Callable[[Enrolment], bool]] = {
    Verb.CLEAR: lambda enrolment: enrolment.state in ACTIVE and bool(enrolment.suspicion or enrolment.duplicate_of_id),
    Verb.PRIORITISE: lambda enrolment: enrolment.state in BEFORE_A_PLACE,
    Verb.INVITE: lambda enrolment: enrolment.state in ACTIVE and enrolment.course.kind == Course.Kind.ROMANIAN,
    Verb.PLACE_LEVEL: lambda enrolment: enrolment.state in ACTIVE and enrolment.course.kind == Course.Kind.ROMANIAN,
    Verb.RESULT: lambda enrolment: enrolment.state in HAS_RESULTS and has_levels(enrolment.course),
    Verb.CONTACT: lambda _enrolment: True,
}
"""The steps that change no state, so that the table of states doesn't know them."""


@dataclass(frozen=True)
class Step:
    """A step as the page shows it: a button, with its form where it has one."""

    verb: Verb
    label: ActionLabel
    form: StepForm | None
    is_usual: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its form is shown at once: what was sent and is to be mended, and what usually comes next."""
        return self.form is not None and (self.form.is_bound or self.is_usual)


def possible_steps(enrolment: Enrolment) -> list[Verb]:
    """Return what staff can do with an enrolment now, in the order of its page. Reads ``enrolment.course``."""
    by_state = {
        verb
        for verb in possible_verbs(State(enrolment.state), Actor.STAFF)
        if enrolment.run_id is not None or not transition_for(verb).needs_run
    }
    by_need = {verb for verb, is_offered in OFFERED_WHEN.items() if is_offered(enrolment)}
    return [verb for verb in ACTIONS if verb in by_state | by_need]


def steps_of(
    enrolment: Enrolment, user: User, *, usual: Verb | None = None, sent: StepForm | None = None
) -> list[Step]:
    """Return the steps with their labels and forms, the ``usual`` one marked.

    ``sent`` is a form that wasn't taken: it is shown again.
    The reason of an offer is asked for only once the service wants to know it.
    """
    steps = []
    for verb in possible_steps(enrolment):
        if sent is not None and sent.verb is verb:
            form: StepForm | None = sent
        elif verb in FORMS and verb is not Verb.OFFER:
            form = FORMS[verb](enrolment=enrolment, user=user)
        else:
            form = None
        steps.append(Step(verb, ACTIONS[verb], form, is_usual=verb is usual))
    return steps
