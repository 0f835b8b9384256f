"""Wagtail's own views of runs, each limited to the runs that its user may plan."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.widgets.button import Button, HeaderButton

from courses.catalogue import services
from courses.catalogue.models import Run
from courses.catalogue.run_pages import summary_of
from courses.enrolment.errors import Refused
from portal import clock
from portal.rows import RowDeleteView


class OwnRuns:
    """Answers 404 for a run that the user may not plan."""

    def get_object(self, *args: Any, **kwargs: Any) -> Run:
        """Return the run. Raises ``Http404``."""
        run: Run = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not Run.objects.plannable_by(self.request.user).filter(pk=run.pk).exists():  # type: ignore[attr-defined]
            raise Http404
        return run


class RunIndexView(generic.IndexView):
    """The runs that the user may plan."""

    def get_base_queryset(self) -> QuerySet[Run]:
        """Return them with their places counted."""
        runs = Run.objects.plannable_by(self.request.user)
        return runs.select_related("course", "centre").with_places()


class RunCreateView(generic.CreateView):
    """A new run: a few fields, then its sessions."""

    submit_button_label = pgettext_lazy("staff", "Create and plan the sessions")

    def get_success_url(self) -> str:
        """Go on to the sessions."""
        return reverse("runs:plan", args=[self.object.pk])

    def get_success_message(self, instance: Run) -> str:
        """Say what is still to do."""
        return pgettext("staff", "The group %(code)s is made. Now plan its sessions.") % {"code": instance.code}

    def get_success_buttons(self) -> list[Any]:
        """Offer no button: the next page is the next step."""
        return []


class RunEditView(OwnRuns, generic.EditView):
    """A run as a form, with what needs attention above it."""

    template_name = "catalogue/run_edit.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Save; what the services refuse is said at the field of the places."""
        try:
            response: HttpResponse = super().form_valid(form)
        except Refused as refused:
            form.add_error("capacity", refused.message)
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
        return response

    def save_instance(self) -> Run:
        """Save through the service, which gives new places to the waiting list."""
        state_before = self.form.initial["state"]
        return services.save_run(
            run=self.form.save(commit=False), changed=self.form.changed_data, state=state_before, user=self.request.user
        )

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead the staff of its centre to its people, and to where somebody is written down for it."""
        if not Run.objects.for_staff(self.request.user).filter(pk=self.object.pk).exists():
            return []
        board = reverse("board:run", args=[self.object.pk])
        buttons = [HeaderButton(pgettext("staff", "Class"), url=board, icon_name="group")]
        if self.object.state == Run.State.OPEN and self.object.ends_on >= clock.today():
            address = f"{reverse('intake:walk_in')}?run={self.object.pk}"
            buttons.append(HeaderButton(pgettext("staff", "Enrol somebody"), url=address, icon_name="plus"))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add what staff do to a run as a whole."""
        buttons: list[Button] = super().header_more_buttons
        pages = [
            ("runs:sessions", pgettext("staff", "Sessions"), "list-ul"),
            ("runs:plan", pgettext("staff", "Plan sessions"), "calendar-alt"),
            ("runs:move", pgettext("staff", "Move the group"), "arrow-right"),
            ("runs:cancel", pgettext("staff", "Cancel this group"), "cross"),
        ]
        if self.object.state == Run.State.CANCELLED:
            pages = pages[:1]
        own = [
            Button(label, url=reverse(name, args=[self.object.pk]), icon_name=icon, priority=number)
            for number, (name, label, icon) in enumerate(pages)
        ]
        return [*own, *buttons]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what needs attention."""
        run = Run.objects.with_places().select_related("centre").get(pk=self.object.pk)
        return super().get_context_data(summary=summary_of(run), is_draft=run.state == Run.State.DRAFT, **kwargs)


class RunDeleteView(OwnRuns, RowDeleteView):
    """Deletes a run that nobody needs."""


class RunHistoryView(OwnRuns, HistoryView):
    """What was changed in a run, and by whom."""


class RunUsageView(OwnRuns, UsageView):
    """Where a run is used."""
