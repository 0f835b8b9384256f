"""The buttons beside the steps: hand over, note, write to the person, tick off a call, send a message again."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import pgettext

from courses.enrolment import services
from courses.enrolment.records import Task
from courses.enrolment.states import Verb
from courses.inbox.actions import ActionView
from courses.inbox.forms import AssignForm, NoteForm, WriteForm
from portal.messages.models import Message
from portal.messages.services import resend_message


class AssignView(ActionView):
    """Give the enrolment to somebody, with a word about it."""

    shown_as = "assign_form"
    form: AssignForm

    def make_form(self) -> AssignForm:
        """Return the form as it was sent."""
        return AssignForm(self.request.POST, enrolment=self.enrolment, user=self.user)

    def is_done(self) -> bool:
        """Whether it is theirs already, and nothing is to be said."""
        if not self.form.is_valid():
            return False
        assignee = self.form.cleaned_data["assignee"]
        is_theirs = (assignee.pk if assignee else None) == self.enrolment.assignee_id
        return is_theirs and (not self.form.cleaned_data["note"] or self.own_since(verb=Verb.ASSIGN))

    def act(self) -> None:
        """Assign it to the colleague chosen, or to nobody."""
        services.assign_enrolment(enrolment=self.enrolment, user=self.user, **self.form.cleaned_data)

    def success(self) -> str:
        """Say whether somebody looks after it."""
        is_somebodys = self.form.cleaned_data["assignee"]
        return pgettext("staff", "Assigned.") if is_somebodys else pgettext("staff", "Assigned to nobody.")


class NoteView(ActionView):
    """Write a note for colleagues."""

    shown_as = "note_form"
    form: NoteForm

    def make_form(self) -> NoteForm:
        """Return the form as it was sent."""
        return NoteForm(self.request.POST)

    def is_done(self) -> bool:
        """Whether the same page has kept the same note."""
        return self.form.is_valid() and self.own_since(verb=Verb.NOTE, note=self.form.cleaned_data["text"])

    def act(self) -> None:
        """Keep the note."""
        services.add_note(enrolment=self.enrolment, user=self.user, text=self.form.cleaned_data["text"])

    def success(self) -> str:
        """Say that it is kept."""
        return pgettext("staff", "The note is kept.")


class WriteView(ActionView):
    """Write to the person."""

    shown_as = "write_form"
    form: WriteForm

    def make_form(self) -> WriteForm:
        """Return the form as it was sent."""
        return WriteForm(self.request.POST)

    def is_done(self) -> bool:
        """Whether the same page has sent the same text."""
        return self.form.is_valid() and self.own_since(verb=Verb.WRITE, note=self.form.cleaned_data["text"])

    def act(self) -> None:
        """Send it, or make it a task to call or write."""
        services.write_to_person(enrolment=self.enrolment, user=self.user, text=self.form.cleaned_data["text"])

    def success(self) -> str:
        """Say which way it goes."""
        if self.enrolment.tasks.filter(template="note", done_at=None).exists():
            return pgettext("staff", "No message can reach this person: it stands under “To do by phone”.")
        return pgettext("staff", "The message leaves within seconds.")


class TaskDoneView(ActionView):
    """Tick off a task."""

    @cached_property
    def task(self) -> Task:
        """The task in the address. Raises ``Http404``."""
        return get_object_or_404(self.enrolment.tasks, pk=self.kwargs["task_pk"])

    def is_done(self) -> bool:
        """Whether somebody did it already."""
        return self.task.done_at is not None

    def act(self) -> None:
        """Note that the task is done."""
        services.complete_task(task=self.task, user=self.user)

    def success(self) -> str:
        """Say so."""
        return pgettext("staff", "Done.")


class ResendView(ActionView):
    """Try a message again that was given up."""

    @cached_property
    def message(self) -> Message:
        """The message in the address. Raises ``Http404`` for one about something else."""
        found = Message.objects.about(self.enrolment.about_key).filter(pk=self.kwargs["message_pk"]).first()
        if found is None:
            raise Http404
        return found

    def is_done(self) -> bool:
        """Whether it isn't given up any more."""
        return self.message.state != Message.State.FAILED

    def act(self) -> None:
        """Put it into the queue again."""
        resend_message(message=self.message, user=self.user)

    def success(self) -> str:
        """Say when it leaves."""
        return pgettext("staff", "The message is in the queue; it leaves within seconds.")
