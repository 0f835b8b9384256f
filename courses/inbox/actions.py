"""What the buttons of an enrolment's page do. A GET changes nothing and leads back to the page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import pgettext
from wagtail.admin import messages

from courses.enrolment import services
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import Actor, State, Verb, transition_for
from courses.inbox.forms import AssignForm, NoteForm, RejectForm
from courses.inbox.labels import ACTIONS, STATES, who_did
from courses.inbox.views import EnrolmentView

SERVICES: dict[Verb, Callable[[Enrolment, Any], object]] = {
    Verb.CLAIM: lambda enrolment, user: services.claim_enrolment(enrolment=enrolment, user=user),
    Verb.OFFER: lambda enrolment, user: services.offer_place(enrolment=enrolment, user=user),
    Verb.WAIT: lambda enrolment, user: services.put_on_waiting_list(enrolment=enrolment, user=user),
    Verb.CONFIRM: lambda enrolment, user: services.confirm_place(enrolment=enrolment, actor=Actor.STAFF, user=user),
    Verb.DECLINE: lambda enrolment, user: services.decline_offer(enrolment=enrolment, actor=Actor.STAFF, user=user),
    Verb.WITHDRAW: lambda enrolment, user: services.withdraw_enrolment(
        enrolment=enrolment, actor=Actor.STAFF, user=user
    ),
    Verb.REOPEN: lambda enrolment, user: services.reopen_enrolment(enrolment=enrolment, user=user),
}
"""The steps that need nothing but a button. Rejecting asks for a reason."""


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
        events = self.enrolment.events.select_related("user").exclude(verb__in=[Verb.NOTE, Verb.ASSIGN])
        return events.order_by("-pk").first()

    def say_who_was_faster(self) -> None:
        """Add who took the last step, where it was somebody else."""
        step = self.latest_step()
        if step is None or step.user_id == self.request.user.pk or step.verb == Verb.SUBMIT:
            return
        sentence = pgettext("staff", "%(name)s was faster: it is at “%(state)s” now.")
        messages.warning(self.request, sentence % {"name": who_did(step), "state": STATES[State(step.to_state)].name})


class StepView(ActionView):
    """A step of the state machine."""

    def act(self) -> HttpResponse:
        """Take the step that the address names."""
        verb = self.verb()
        if self.is_repeated(verb):
            return self.done(ACTIONS[verb].done)
        seen = self.request.POST.get("seen", self.enrolment.state)
        if seen != self.enrolment.state:
            raise Refused(pgettext("staff", "Nothing was done: this enrolment has changed meanwhile."), code="state")
        if verb is Verb.REJECT:
            return self.reject()
        SERVICES[verb](self.enrolment, self.request.user)
        return self.done(ACTIONS[verb].done)

    def verb(self) -> Verb:
        """Return the step in the address. Raises ``Http404`` when it isn't one that staff take."""
        name = self.kwargs["verb"]
        if name not in ACTIONS:
            raise Http404
        return Verb(name)

    def is_repeated(self, verb: Verb) -> bool:
        """Whether the user has just taken this step: a doubled click is done once and refused never."""
        step = self.latest_step()
        return (
            step is not None
            and step.verb == verb
            and step.user_id == self.request.user.pk
            and self.enrolment.state == transition_for(verb).target
        )

    def reject(self) -> HttpResponse:
        """Reject for the reason chosen; without one, ask again and keep what was written."""
        form = RejectForm(self.request.POST, auto_id="reject_%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(reject_form=form), status=422)
        services.reject_enrolment(enrolment=self.enrolment, user=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.done(ACTIONS[Verb.REJECT].done)


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
