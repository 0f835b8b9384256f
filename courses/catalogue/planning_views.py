"""Planning the sessions of a run, and copying an earlier one. Each is previewed or asked for before it is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import npgettext, pgettext, pgettext_lazy
from wagtail.admin import messages

from courses.catalogue import services
from courses.catalogue.conflicts import find_conflicts
from courses.catalogue.models import Run
from courses.catalogue.planning import Plan, PlannedSession
from courses.catalogue.planning_forms import CopyForm, PlanForm
from courses.catalogue.run_codes import propose_code
from courses.catalogue.run_pages import PreviewRow, RunPage
from courses.enrolment.errors import Refused


class PlanView(RunPage):
    """The weekly pattern, the dates that it gives, and the button that makes them."""

    template_name = "catalogue/plan.html"
    page_title = pgettext_lazy("staff", "Plan sessions")

    @cached_property
    def form(self) -> PlanForm:
        """The pattern as it was filled in, else as the sessions have it."""
        return PlanForm(self.request.POST or None, run=self.run, sessions=self.sessions)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what the pattern gives, or make it."""
        if not self.form.is_valid():
            return self.ask_again()
        rows = self.preview(self.form.plan())
        if "make" not in request.POST:
            return self.render_to_response(self.get_context_data(rows=rows))
        if self.form.coming and "replace" not in request.POST:
            return self.ask_again(rows=rows, replace_missing=True)
        return self.make(rows)

    def make(self, rows: list[PreviewRow]) -> HttpResponse:
        """Store the sessions that were previewed, and publish the run where that was ticked."""
        data = self.form.cleaned_data
        try:
            services.make_sessions(
                run=self.run,
                sessions=[row.session for row in rows if row.session],
                room=data["room"],
                trainer=data["trainer"],
                user=self.request.user,  # type: ignore[arg-type]
                replace=bool(self.form.coming),
                sets_dates=data["sets_dates"],
            )
            if "publish" in self.request.POST:
                services.publish_run(run=self.run, user=self.request.user)  # type: ignore[arg-type]
        except Refused as refused:
            return self.refuse(refused, rows=rows)
        messages.success(self.request, pgettext("staff", "The sessions are made."))
        return redirect("runs:sessions", self.run.pk)

    def preview(self, plan: Plan) -> list[PreviewRow]:
        """Return the lines of the preview, in order of days. One query."""
        replaced = [session.pk for session in self.form.coming]
        conflicts = find_conflicts(run=self.run, sessions=self.with_trainer(plan), without=replaced)
        rows = [
            PreviewRow(number=number, session=session, conflicts=found, is_outside=self.is_outside(session))
            for number, (session, found) in enumerate(zip(plan.sessions, conflicts, strict=True), start=1)
        ]
        left_out = [PreviewRow(left_out=left_out) for left_out in plan.left_out]
        return sorted([*rows, *left_out], key=_day_of)

    def with_trainer(self, plan: Plan) -> list[PlannedSession]:
        """Return the plan's meetings with the room and the trainer of the form."""
        data = self.form.cleaned_data
        trainer_id = data["trainer"].pk if data["trainer"] else None
        return [PlannedSession(one.starts_at, one.ends_at, data["room"], trainer_id) for one in plan.sessions]

    def is_outside(self, session: PlannedSession) -> bool:
        """Whether a meeting lies before the run's start or after its end, and these don't follow."""
        day = timezone.localtime(session.starts_at).date()
        return not self.form.cleaned_data["sets_dates"] and not self.run.starts_on <= day <= self.run.ends_on

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, and the figures of what it gives."""
        planned = [row.session for row in kwargs.get("rows", []) if row.session]
        hours = sum((session.ends_at - session.starts_at).total_seconds() / 3600 for session in planned)
        count = npgettext("staff", "%(count)s session", "%(count)s sessions", len(planned)) % {"count": len(planned)}
        return super().get_context_data(
            form=self.form,
            count=count,
            hours=f"{hours:g}",
            first=planned[0] if planned else None,
            last=planned[-1] if planned else None,
            is_draft=self.run.state == Run.State.DRAFT,
            **kwargs,
        )


def _day_of(row: PreviewRow) -> Any:
    if row.left_out:
        return row.left_out.day, 0
    assert row.session is not None
    return timezone.localtime(row.session.starts_at).date(), row.number


class CopyRunView(RunPage):
    """A copy of a run asks for its first day, and does the rest."""

    template_name = "catalogue/copy.html"
    page_title = pgettext_lazy("staff", "Copy")

    @cached_property
    def form(self) -> CopyForm:
        """The day and the code, as they were filled in."""
        return CopyForm(self.request.POST or None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Copy the run as a draft, and show the sessions that it has got."""
        if not self.form.is_valid():
            return self.ask_again()
        starts_on = self.form.cleaned_data["starts_on"]
        code = self.form.cleaned_data["code"] or propose_code(self.run.centre, self.run.course, starts_on)
        copy = services.copy_run(run=self.run, starts_on=starts_on, code=code, user=request.user)  # type: ignore[arg-type]
        messages.success(request, pgettext("staff", "Copied as a draft: look at its sessions, then publish it."))
        return redirect("runs:sessions", copy.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, and the pattern that is copied."""
        return super().get_context_data(form=self.form, schedule=self.run.schedule, **kwargs)
