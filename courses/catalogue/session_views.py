"""The sessions of a run, and one of them: moved, cancelled, given by somebody else."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import npgettext, pgettext, pgettext_lazy
from wagtail.admin import messages

from courses.catalogue.conflicts import Conflict, find_conflicts
from courses.catalogue.models import Run, Session
from courses.catalogue.run_pages import STAYS, RunPage, summary_of
from courses.catalogue.session_forms import CancelSessionForm, SessionForm
from courses.enrolment.errors import Refused
from courses.enrolment.session_changes import cancel_session, move_session, replace_session, set_substitute
from portal import clock


class SessionsView(RunPage):
    """All sessions of a run as a table, with what is wrong with them."""

    template_name = "catalogue/sessions.html"
    page_title = pgettext_lazy("staff", "Sessions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows: session, its conflicts, whether it is over."""
        summary = summary_of(self.run)
        now = clock.now()
        rows = [
            (session, summary.conflicts.get(session.pk, []), session.starts_at <= now) for session in summary.sessions
        ]
        is_draft = self.run.state == Run.State.DRAFT
        return super().get_context_data(summary=summary, rows=rows, is_draft=is_draft, **kwargs)


class SessionPage(RunPage):
    """A page about one session."""

    session: Session

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the session; its run decides who may open it."""
        self.session = get_object_or_404(Session.objects.select_related("trainer", "substitute"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def run_pk(self) -> int:
        """Return the run of the session that the address names."""
        pk: int = self.session.run_id
        return pk

    @property
    def is_over(self) -> bool:
        """Whether it has begun: then nobody is told of a change."""
        return self.session.starts_at <= clock.now()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the session."""
        return super().get_context_data(session=self.session, is_over=self.is_over, **kwargs)

    def done(self, sentence: str, *, is_told: bool) -> HttpResponse:
        """Say what was done, and how many people are told of it; return to the table."""
        told = npgettext("staff", "%(count)s person is told.", "%(count)s people are told.", self.told)
        messages.success(self.request, sentence)
        if is_told:
            messages.info(self.request, told % {"count": self.told})
        return redirect("runs:sessions", self.run.pk)


class SessionView(SessionPage):
    """Move a session, or name a substitute."""

    template_name = "catalogue/session.html"
    page_title = pgettext_lazy("staff", "Move a session")

    @cached_property
    def form(self) -> SessionForm:
        """When, where and with whom, as it was filled in, else as it is."""
        return SessionForm(self.request.POST or None, session=self.session)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what changed. What is taken at that time is shown first; staff may save all the same."""
        if not self.form.is_valid():
            return self.ask_again()
        if not self.form.has_changed():
            messages.info(request, STAYS)
            return redirect("runs:sessions", self.run.pk)
        conflicts = self.conflicts()
        if conflicts and "despite" not in request.POST:
            return self.render_to_response(self.get_context_data(conflicts=conflicts))
        try:
            is_told = self.save()
        except Refused as refused:
            return self.refuse(refused)
        return self.done(pgettext("staff", "The session is changed."), is_told=is_told)

    def conflicts(self) -> list[Conflict]:
        """Return what is taken at the time that was filled in. One query."""
        return find_conflicts(run=self.run, sessions=[self.form.planned()], without=[self.session.pk])[0]

    @transaction.atomic
    def save(self) -> bool:
        """Save both in one transaction; return whether the learners are told. Raises :class:`Refused`."""
        user: Any = self.request.user
        data, planned = self.form.cleaned_data, self.form.planned()
        before = self.session.revision
        moved = move_session(
            session=self.session,
            starts_at=planned.starts_at,
            ends_at=planned.ends_at,
            room=data["room"],
            user=user,
        )
        set_substitute(session=self.session, substitute=data["substitute"], user=user)
        return moved.revision > before and moved.starts_at > clock.now()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        return super().get_context_data(form=self.form, **kwargs)


class CancelSessionView(SessionPage):
    """A session that doesn't take place, and perhaps one more at the end."""

    template_name = "catalogue/cancel_session.html"
    page_title = pgettext_lazy("staff", "Cancel a session")

    @cached_property
    def form(self) -> CancelSessionForm:
        """What happens instead."""
        return CancelSessionForm(self.request.POST or None, session=self.session, sessions=self.sessions)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel the session, or make it up for at the end."""
        if not self.form.is_valid():
            return self.ask_again()
        user: Any = request.user
        data = self.form.cleaned_data
        try:
            if data["how"] == CancelSessionForm.REPLACE:
                replace_session(session=self.session, starts_at=data["shown"], user=user)
                return self.done(pgettext("staff", "A session is added at the end."), is_told=True)
            cancel_session(session=self.session, user=user)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("runs:sessions", self.run.pk)
        return self.done(pgettext("staff", "The session is cancelled."), is_told=not self.is_over)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, and the session that would be added."""
        return super().get_context_data(form=self.form, replacement=self.form.replacement, **kwargs)
