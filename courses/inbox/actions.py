"""What the buttons of an enrolment's page do. A GET changes nothing and leads back to the page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import pgettext
from wagtail.admin import messages

from courses.enrolment import services
from courses.enrolment.errors import Refused
from courses.enrolment.records import Event
from courses.enrolment.states import TRANSITIONS, Actor, State, Verb, may
from courses.enrolment.steps import check
from courses.inbox.forms import AssignForm, NoteForm
from courses.inbox.labels import ACTIONS, STATES, who_did
from courses.inbox.steps import FORMS, SERVICES, possible_steps
from courses.inbox.views import EnrolmentView

STEPS_OF_STATE = frozenset(transition.verb for transition in TRANSITIONS)


class ActionView(EnrolmentView, ABC):
    """A button of the page. Subclasses say in :meth:`act` what it does."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead back to the page: mail scanners, reloads and curious people follow links."""
        return self.back()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, and show on the page what came of it; what is refused is said in a sentence."""
        try:
            return self.act()
        except Refused as refused:
            messages.error(request, str(refused))
            self.say_who_was_faster()
            return self.back()

    @abstractmethod
    def act(self) -> HttpResponse:
        """Do it. Raises :class:`Refused` when it can't be done."""

    def back(self) -> HttpResponse:
        """Return to the enrolment's page."""
        return redirect("inbox:enrolment", self.enrolment.pk)

    def done(self, sentence: object) -> HttpResponse:
        """Say that it is done, and return to the page."""
        messages.success(self.request, sentence)
        return self.back()

    def latest_step(self) -> Event | None:
        """Return the last entry of the history that changed the state."""
        events = self.enrolment.events.select_related("user").filter(verb__in=STEPS_OF_STATE)
        return events.order_by("-pk").first()

    def say_who_was_faster(self) -> None:
        """Add who took the last step, where it was somebody else."""
        step = self.latest_step()
        if step is None or step.user_id == self.request.user.pk:
            return
        sentence = pgettext("staff", "%(name)s was faster: it is at “%(state)s” now.")
        messages.warning(self.request, sentence % {"name": who_did(step), "state": STATES[State(step.to_state)].name})


class StepView(ActionView):
    """A step: of the state machine, or one that changes no state. A doubled click is done once, and refused never."""

    def act(self) -> HttpResponse:
        """Take the step that the address names; what can't be taken as it was typed is shown again."""
        verb = self.verb()
        user = self.request.user
        form = FORMS[verb](self.request.POST, enrolment=self.enrolment, user=user) if verb in FORMS else None  # type: ignore[arg-type]
        if self.is_repeated(verb) or (form is not None and form.is_valid() and form.is_done()):
            return self.done(ACTIONS[verb].done)
        try:
            self.check_state(verb)
            if form is None or form.is_valid():
                SERVICES[verb](enrolment=self.enrolment, user=user, **(form.arguments() if form else {}))
                return self.done(ACTIONS[verb].done)
        except Refused as refused:
            self.enrolment.refresh_from_db()
            if form is None or not form.can_be_mended(refused) or verb not in possible_steps(self.enrolment):
                raise
            form.refuse(refused)
            self.say_who_was_faster()
        # The form stands far down on a phone: what is said at the top is seen first.
        messages.error(self.request, pgettext("staff", "Nothing was done yet: please look at the form again."))
        return self.render_to_response(self.get_context_data(sent=form), status=422)

    def verb(self) -> Verb:
        """Return the step in the address. Raises ``Http404`` when it isn't one that staff take."""
        name = self.kwargs["verb"]
        if name not in ACTIONS:
            raise Http404
        return Verb(name)

    def check_state(self, verb: Verb) -> None:
        """Raise :class:`Refused` when the enrolment isn't where the user saw it, or the step can't be taken there."""
        if self.request.POST.get("seen", self.enrolment.state) != self.enrolment.state:
            raise Refused(pgettext("staff", "Nothing was done: this enrolment has changed meanwhile."), code="state")
        if verb in STEPS_OF_STATE:
            check(self.enrolment, verb, Actor.STAFF)

    def is_repeated(self, verb: Verb) -> bool:
        """Whether the user has just taken this step, as the state shows it."""
        if verb not in STEPS_OF_STATE or may(verb, State(self.enrolment.state), Actor.STAFF):
            return False  # moved there, and then on: what can be done again is done again
        step = self.latest_step()
        return (
            step is not None
            and step.verb == verb
            and step.user_id == self.request.user.pk
            and self.enrolment.state == step.to_state
        )


class AssignView(ActionView):
    """Give the enrolment to somebody."""

    def act(self) -> HttpResponse:
        """Assign it to the colleague chosen, or to nobody."""
        user = self.request.user
        form = AssignForm(self.request.POST, enrolment=self.enrolment, user=user, auto_id="assign_%s")  # type: ignore[arg-type]
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(assign_form=form), status=422)
        assignee = form.cleaned_data["assignee"]
        services.assign_enrolment(enrolment=self.enrolment, user=user, assignee=assignee)  # type: ignore[arg-type]
        return self.done(pgettext("staff", "Assigned.") if assignee else pgettext("staff", "Assigned to nobody."))


class NoteView(ActionView):
    """Write a note for colleagues."""

    def act(self) -> HttpResponse:
        """Keep the note; an empty one is asked for again."""
        form = NoteForm(self.request.POST, auto_id="note_%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(note_form=form), status=422)
        services.add_note(enrolment=self.enrolment, user=self.request.user, text=form.cleaned_data["text"])  # type: ignore[arg-type]
        return self.done(pgettext("staff", "The note is kept."))


class TaskDoneView(ActionView):
    """Tick off a task."""

    def act(self) -> HttpResponse:
        """Note that the task is done; doing it twice changes nothing."""
        task = get_object_or_404(self.enrolment.tasks, pk=self.kwargs["task_pk"])
        services.complete_task(task=task, user=self.request.user)  # type: ignore[arg-type]
        return self.done(pgettext("staff", "Done."))
