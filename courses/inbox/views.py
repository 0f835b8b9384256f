"""One enrolment's page."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.catalogue.models import Run
from courses.enrolment import waiting
from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.enrolment.states import State, Verb
from courses.inbox.contact import greeting
from courses.inbox.forms import AssignForm, NoteForm
from courses.inbox.labels import ACTIONS, HISTORY, ICON, INBOX, STATES, course_label, who_did
from courses.inbox.same_person_panel import same_person_context
from courses.inbox.step_forms import StepForm
from courses.inbox.steps import steps_of
from portal.messages.models import Message
from portal.messages.templates import title_of
from portal.phones import whatsapp_url


class EnrolmentView(WagtailAdminTemplateMixin, TemplateView):
    """One enrolment on one screen: who, what they asked, what to do, what has been done."""

    template_name = "inbox/enrolment.html"
    header_icon = ICON
    enrolment: Enrolment

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for an enrolment of another centre."""
        own = Enrolment.objects.for_staff(request.user)  # type: ignore[arg-type]
        self.enrolment = get_object_or_404(
            own.select_related(
                "person", "course", "centre", "county", "assignee", "entered_by", "consent_organisation"
            ),
            pk=kwargs["pk"],
        )
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return the reference, in groups of three."""
        return format_reference(self.enrolment.reference)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the inbox."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("inbox:index"), "label": INBOX},
            {"url": "", "label": self.get_page_title()},
        ]

    @cached_property
    def run(self) -> Run | None:
        """The run with its places counted, if the enrolment is for one."""
        return Run.objects.with_places().filter(pk=self.enrolment.run_id).first()

    def get_context_data(self, *, sent: StepForm | None = None, **kwargs: Any) -> dict[str, Any]:
        """Gather the page. ``sent``, ``note_form`` and ``assign_form`` may be passed when they have errors."""
        enrolment = self.enrolment
        phone = str(enrolment.person.phone.as_e164) if enrolment.person.phone else ""
        own = Enrolment.objects.for_staff(self.request.user)  # type: ignore[arg-type]
        double = own.filter(duplicates=enrolment).first() if enrolment.duplicate_of_id else None
        steps = steps_of(enrolment, self.request.user, sent=sent)  # type: ignore[arg-type]
        return super().get_context_data(
            **{
                "enrolment": enrolment,
                "person": enrolment.person,
                "run": self.run,
                "state": STATES[State(enrolment.state)],
                "course_label": course_label(enrolment.course),
                "whatsapp": whatsapp_url(phone, greeting(enrolment)),
                "tasks": [
                    (task, title_of(task.template), whatsapp_url(phone, task.text))
                    for task in enrolment.tasks.select_related("done_by").order_by(
                        F("done_at").desc(nulls_first=True), "-pk"
                    )
                ],
                "buttons": [step for step in steps if not step.label.is_rare and step.form is None],
                "forms": [step for step in steps if not step.label.is_rare and step.form is not None],
                "rare_steps": [step for step in steps if step.label.is_rare],
                "is_rare_sent": sent is not None and ACTIONS[sent.verb].is_rare,
                "double": double,
                "double_reference": format_reference(double.reference) if double else "",
                "position": waiting.position(enrolment),
                "questions": enrolment.questions.select_related("asked_by"),
                "appointments": enrolment.appointments.select_related("made_by"),
                "history": [
                    (event, HISTORY[Verb(event.verb)], who_did(event))
                    for event in enrolment.events.select_related("user").order_by("-pk")
                ],
                "sent": [
                    (message, title_of(message.template)) for message in Message.objects.about(enrolment.about_key)
                ],
                **same_person_context(enrolment, self.request.user),  # type: ignore[arg-type]
                "note_form": NoteForm(auto_id="note_%s"),
                "assign_form": AssignForm(enrolment=enrolment, user=self.request.user, auto_id="assign_%s"),  # type: ignore[arg-type]
                **kwargs,
            }
        )
