"""The steps of an enrolment: those of the state machine, and those that change no state."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise

from courses.enrolment.errors import Refused
from courses.enrolment.records import Event
from courses.enrolment.states import TRANSITIONS, Actor, State, Verb, may
from courses.enrolment.steps import check
from courses.inbox.actions import ActionView
from courses.inbox.labels import ACTIONS
from courses.inbox.step_forms import StepForm
from courses.inbox.steps import FORMS, SERVICES, possible_steps

STEPS_OF_STATE = frozenset(transition.verb for transition in TRANSITIONS)


class StepView(ActionView):
    """Take the step that the address names."""

    shown_as = "sent"
    form: StepForm | None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raise ``Http404`` for what is no step of staff."""
        if self.kwargs["verb"] not in ACTIONS:
            raise Http404
        self.verb = Verb(self.kwargs["verb"])
        return super().post(request, *args, **kwargs)

    def make_form(self) -> StepForm | None:
        """Return the step's form as it was sent."""
        if self.verb not in FORMS:
            return None
        return FORMS[self.verb](self.request.POST, enrolment=self.enrolment, user=self.user)

    def other_runs(self) -> Collection[int]:
        """The run that the enrolment is to go to is locked with its own, in order."""
        run = self.request.POST.get("run", "")
        return [int(run)] if run.isascii() and run.isdigit() and len(run) < len(str(2**62)) else []

    def is_done(self) -> bool:
        """Whether the user has just taken this step, as the state shows it, or all is as the form asks for."""
        if self.form is not None and self.form.is_valid() and self.form.is_done():
            return True
        if self.verb is Verb.CLEAR:
            return self.own_since(verb=Verb.CLEAR) and not (self.enrolment.suspicion or self.enrolment.duplicate_of_id)
        if self.verb not in STEPS_OF_STATE or may(self.verb, State(self.enrolment.state), Actor.STAFF):
            return False  # moved there, and then on: what can be done again is done again
        step = self.latest_step()
        return (
            step is not None
            and step.verb == self.verb
            and step.user_id == self.user.pk
            and self.enrolment.state == step.to_state
        )

    def latest_step(self) -> Event | None:
        """Return the last entry of the history that changed the state."""
        return self.enrolment.events.filter(verb__in=STEPS_OF_STATE).order_by("-pk").first()

    def act(self) -> None:
        """Call the step's service. Raises :class:`Refused`."""
        if self.verb in STEPS_OF_STATE:
            check(self.enrolment, self.verb, Actor.STAFF)
        arguments = self.form.arguments() if self.form else {}
        SERVICES[self.verb](enrolment=self.enrolment, user=self.user, **arguments)

    def success(self) -> Promise:
        """Say what was done."""
        return ACTIONS[self.verb].done

    def refuse(self, refused: Refused) -> HttpResponse:
        """Show the form again where it can be filled in better; else as any button."""
        if self.form is None or not self.form.can_be_mended(refused):
            return super().refuse(refused)
        self.enrolment = self.find()
        if self.verb not in possible_steps(self.enrolment):
            return super().refuse(refused)
        self.form.refuse(refused)
        return self.show_again()
