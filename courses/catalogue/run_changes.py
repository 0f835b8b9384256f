"""What happens to a whole run in the admin: it moves, is cancelled, is published."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import npgettext, pgettext, pgettext_lazy
from wagtail.admin import messages

from courses.catalogue import services
from courses.catalogue.conflicts import as_planned, find_conflicts
from courses.catalogue.planning_forms import CancelRunForm, MoveRunForm
from courses.catalogue.run_pages import STAYS, PreviewRow, RunPage
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.runs import cancel_run, concerned_by
from courses.enrolment.session_changes import change_venue, shift_run, shifted
from courses.enrolment.states import ACTIVE
from portal.holidays import is_public_holiday


def _people_told(count: int) -> str:
    sentence = npgettext("staff", "%(count)s person is told.", "%(count)s people are told.", count)
    return sentence % {"count": count}


class MoveRunView(RunPage):
    """A run begins on another day, or takes place somewhere else. What that means is shown first."""

    template_name = "catalogue/move.html"
    page_title = pgettext_lazy("staff", "Move the group")

    @cached_property
    def form(self) -> MoveRunForm:
        """The first day and the venue, as they were filled in, else as they are."""
        return MoveRunForm(self.request.POST or None, run=self.run)

    @cached_property
    def told(self) -> int:
        """How many people are told: a start and a place concern also who waits."""
        return Enrolment.objects.filter(run=self.run, state__in=ACTIVE).count()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the new dates, or move."""
        if not self.form.is_valid():
            return self.ask_again()
        if not self.form.has_changed():
            messages.info(request, STAYS)
            return redirect("runs:edit", self.run.pk)
        if "move" not in request.POST:
            return self.render_to_response(self.get_context_data(rows=self.preview(), is_ready=True))
        try:
            self.move()
        except Refused as refused:
            return self.refuse(refused)
        messages.success(request, pgettext("staff", "The group is moved."))
        messages.info(request, _people_told(self.told))
        return redirect("runs:sessions", self.run.pk)

    @transaction.atomic
    def move(self) -> None:
        """Move the days and the venue. Raises :class:`Refused`."""
        user: Any = self.request.user
        change_venue(run=self.run, venue=self.form.cleaned_data["venue"], user=user, tells=not self.form.days)
        shift_run(run=self.run, days=self.form.days, user=user)

    def preview(self) -> list[PreviewRow]:
        """Return the sessions on their new days. One query."""
        by = dt.timedelta(days=self.form.days)
        self.run.venue = self.form.cleaned_data["venue"].strip()
        live = [as_planned(session) for session in self.sessions if not session.is_cancelled]
        moved = [replace(one, starts_at=shifted(one.starts_at, by), ends_at=shifted(one.ends_at, by)) for one in live]
        found = find_conflicts(run=self.run, sessions=moved, without=[session.pk for session in self.sessions])
        return [
            PreviewRow(number, one, conflicts, is_public_holiday(timezone.localtime(one.starts_at).date()))
            for number, (one, conflicts) in enumerate(zip(moved, found, strict=True), start=1)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        return super().get_context_data(form=self.form, **kwargs)


class CancelRunView(RunPage):
    """A run doesn't take place: where its people go, and how many are told."""

    template_name = "catalogue/cancel.html"
    page_title = pgettext_lazy("staff", "Cancel this group")

    @cached_property
    def form(self) -> CancelRunForm:
        """Where the people go."""
        return CancelRunForm(self.request.POST or None, run=self.run, user=self.request.user)  # type: ignore[arg-type]

    @cached_property
    def told(self) -> int:
        """How many people are told."""
        return concerned_by(self.run)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel the run. A doubled click cancels once."""
        form = CancelRunForm(request.POST, run=self.run, user=request.user)  # type: ignore[arg-type]
        if not form.is_valid():
            return self.ask_again(form=form)
        try:
            told = cancel_run(run=self.run, user=request.user, into=form.cleaned_data["into"])  # type: ignore[arg-type]
        except Refused as refused:
            return self.refuse(refused)
        messages.success(request, pgettext("staff", "The group is cancelled."))
        messages.info(request, _people_told(told))
        return redirect("runs:edit", self.run.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        return super().get_context_data(**{"form": self.form, **kwargs})


class PublishRunView(RunPage):
    """The button that publishes a draft."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead back to the run: a GET changes nothing."""
        return redirect("runs:edit", self.run.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish the run, and return to it."""
        try:
            services.publish_run(run=self.run, user=request.user)  # type: ignore[arg-type]
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, pgettext("staff", "The group is published: people can see it and enrol."))
        return redirect("runs:edit", self.run.pk)
