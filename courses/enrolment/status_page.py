"""The status page as it is shown: what stands on it, and what its person may do from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from courses.catalogue.pages import CoursePage
from courses.enrolment import waiting
from courses.enrolment.links import calendar_url, is_current
from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.enrolment.states import ACTIVE, HOLDS_PLACE, Actor, State, Verb, possible_verbs
from courses.enrolment.status_forms import AnswerForm, ChangeForm, ContactForm
from courses.enrolment.wording import DONE, DONE_IN, PERSON_VERBS, is_silent, standing_of
from portal import clock, languages

STYLES = {Verb.CONFIRM: "primary", Verb.DECLINE: "secondary", Verb.WITHDRAW: "quiet"}
FOR_STAFF = [Verb.NOTE, Verb.ASSIGN, Verb.CLEAR, Verb.PRIORITISE, Verb.RESEAT, Verb.PLACE_LEVEL, Verb.RESULT]
"""Entries of the history that its person doesn't see."""
WITH_A_CALENDAR = HOLDS_PLACE & ACTIVE


@dataclass
class StatusPage:
    """The status page of one enrolment behind one link.

    ``notice`` is what to say first. Forms that were sent and not taken are shown as they were typed;
    ``kept_answer`` is an answer for which there is no form any more.
    """

    request: HttpRequest
    token: str
    enrolment: Enrolment
    notice: str = ""
    answer_form: AnswerForm | None = None
    change_form: ChangeForm | None = None
    contact_form: ContactForm | None = None
    kept_answer: str = ""

    def respond(self, code: int = 200) -> HttpResponse:
        """Return the page."""
        return render(self.request, "courses/status.html", self._context(), status=code)

    def _context(self) -> dict[str, Any]:
        enrolment, state = self.enrolment, State(self.enrolment.state)
        language = get_language() or languages.SOURCE_CODE
        may_act = state in ACTIVE and is_current(self.token, enrolment)
        has_calendar = state in WITH_A_CALENDAR and enrolment.run is not None
        subscription = calendar_url(enrolment, language) if has_calendar else ""
        return {
            "enrolment": enrolment,
            "token": self.token,
            "run": enrolment.run,
            "centre": enrolment.centre,
            "course_title": CoursePage.title_of(enrolment.course, language),
            "reference_display": format_reference(enrolment.reference),
            "standing": standing_of(enrolment),
            "position": waiting.position(enrolment),
            "estimate": waiting.estimate(enrolment),
            "done_message": self._done_message(),
            "notice": self.notice,
            "history": [] if is_silent(enrolment) else enrolment.events.exclude(verb__in=FOR_STAFF),
            "appointment": self._appointment() if state in ACTIVE else None,
            "is_stale": state in ACTIVE and not may_act,
            "actions": self._actions(state) if may_act else [],
            "holds_place": state in HOLDS_PLACE,
            "certificate": self._certificate() if state is State.COMPLETED else None,
            "is_completed": state is State.COMPLETED,
            "helped": self._helped() if state is State.COMPLETED else None,
            "questions": self._questions() if state is State.NEEDS_INFORMATION else [],
            "answer_form": self._answer_form() if may_act and state is State.NEEDS_INFORMATION else None,
            "change_form": self._change_form() if may_act else None,
            "contact_form": self.contact_form or ContactForm(),
            "form": next((form for form in self._sent_forms() if form.errors), None),
            "kept_answer": self.kept_answer,
            "subscription": subscription,
            "webcal": f"webcal:{subscription.partition(':')[2]}" if subscription else "",
            "robots": "noindex",
        }

    def _done_message(self) -> str:
        """Return what to say after a button: only what the enrolment's state confirms."""
        done = self.request.GET.get("done", "")
        if self.notice or self.request.method == "POST" or done not in {verb.value for verb in DONE}:
            return ""
        verb = Verb(done)
        return str(DONE[verb]) if DONE_IN.get(verb, self.enrolment.state) == self.enrolment.state else ""

    def _actions(self, state: State) -> list[dict[str, Any]]:
        verbs = [verb for verb in possible_verbs(state, Actor.PERSON) if verb in PERSON_VERBS]
        if state is State.OFFERED:
            verbs = [Verb.CONFIRM, Verb.DECLINE]  # declining is how one leaves an offer
        return [{"verb": verb.value, "label": PERSON_VERBS[verb], "style": STYLES[verb]} for verb in verbs]

    def _appointment(self) -> Any:
        return self.enrolment.appointments.filter(starts_at__gt=clock.now()).first()

    def _helped(self) -> Any:
        """Return whether the course helped, as the person said; the kinds are those of courses.reports."""
        return self.enrolment.milestones.filter(kind__in=["helpful", "not_helpful"]).first()

    def _certificate(self) -> Any:
        return self.enrolment.certificates.filter(revoked_at=None).first()

    def _questions(self) -> Any:
        return self.enrolment.questions.filter(answered_at=None)

    def _sent_forms(self) -> list[forms.Form]:
        return [form for form in (self.answer_form, self.change_form, self.contact_form) if form is not None]

    def _answer_form(self) -> AnswerForm:
        return self.answer_form or AnswerForm()

    def _change_form(self) -> ChangeForm:
        return self.change_form or ChangeForm(person=self.enrolment.person)
