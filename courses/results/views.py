"""The end of a course in the admin: which groups are to be closed, and one of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import npgettext, pgettext, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from courses.catalogue.models import Run
from courses.certificates.forms import RunCertificatesForm
from courses.enrolment.errors import Refused
from courses.inbox.access import works_in_inbox
from courses.inbox.labels import course_label
from courses.results.roster import Roster, Row
from courses.results.rules import Outcome
from courses.results.services import record_result
from portal import clock
from portal.audit.services import record_look

ICON = "success"
RESULTS = pgettext_lazy("staff", "Results")
DONE_ELSEWHERE = pgettext_lazy(
    "staff", "A colleague has changed this meanwhile. Please look at it, and save once more."
)


class ResultsView(generic.IndexView):
    """Groups that have ended and in which somebody is still open, the oldest first."""

    model = Run
    any_permission_required = None
    page_title = RESULTS
    header_icon = ICON
    index_url_name = "results:index"
    index_results_url_name = "results:index_results"
    template_name = "results/index.html"
    is_searchable = False
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 to who works for no centre."""
        if not works_in_inbox(request.user):  # type: ignore[arg-type]
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to what was issued."""
        label = pgettext("staff", "Certificates")
        return [HeaderButton(label, url=reverse("certificates:index"), icon_name="doc-full-inverse")]

    def get_base_queryset(self) -> QuerySet[Run]:
        """Return the groups to close."""
        return Run.objects.for_staff(self.request.user).to_close(clock.today()).select_related("course", "centre")

    @cached_property
    def columns(self) -> list[Column]:
        """Group, course, where, since when, and how many are open."""
        return [
            TitleColumn(
                "code",
                label=pgettext("staff", "Group"),
                get_url=lambda run: reverse("results:close", args=[run.pk]),
            ),
            Column("course", label=pgettext("staff", "Course"), accessor=lambda run: course_label(run.course)),
            Column("centre", label=pgettext("staff", "Centre"), accessor="centre.name"),
            DateColumn("ends_on", label=pgettext("staff", "Ended")),
            Column("open_count", label=pgettext("staff", "Still open"), accessor="open_count"),
        ]

    def get_table_kwargs(self) -> dict[str, Any]:
        """Name the table for who can't see it."""
        return {**super().get_table_kwargs(), "caption": pgettext("staff", "Groups to close")}


class CloseView(WagtailAdminTemplateMixin, TemplateView):
    """Everybody of a group at its end, on one page with one button: outcome, levels, and then the certificates."""

    template_name = "results/close.html"
    page_title = RESULTS
    header_icon = ICON
    run: Run

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the run among those of the user's centres."""
        runs = Run.objects.for_staff(request.user).select_related("course", "centre", "project")  # type: ignore[arg-type]
        self.run = get_object_or_404(runs, pk=kwargs["pk"])
        self.roster = Roster(self.run)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, and note who looked."""
        record_look(user=request.user, about=f"run:{self.run.code}", centre=self.run.centre)  # type: ignore[arg-type]
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write down every row that can be; what can't is shown once more, as it was filled in, with the reason."""
        sent = {int(pk) for pk in request.POST.getlist("rows") if pk.isdecimal()}
        rows = self.roster.rows(request.POST, sent)
        seen = request.POST.get("seen", "")
        changed = self.roster.changed_since(int(seen) if seen.isdecimal() else 0, request.user)  # type: ignore[arg-type]
        done = [row for row in rows if row.enrolment.pk in sent and self._save(row, changed)]
        self._report(done, missing=len(sent - {row.enrolment.pk for row in rows}))
        bad = {row.enrolment.pk: row for row in rows if row.form.errors}
        if not bad:
            return redirect("results:close", self.run.pk)
        count = len(bad)
        sentence = npgettext(
            "staff",
            "%(count)s person could not be saved: see below. Nothing that you filled in is lost.",
            "%(count)s people could not be saved: see below. Nothing that you filled in is lost.",
            count,
        )
        messages.error(request, sentence % {"count": count})
        fresh = [bad.get(row.enrolment.pk, row) for row in self.roster.rows()]
        return self.render_to_response(self.get_context_data(rows=fresh), status=422)

    def _save(self, row: Row, changed: set[int]) -> bool:
        """Write down one row in a transaction of its own; return whether there was something to write."""
        form = row.form
        if not form.is_valid():
            return False
        is_late = row.is_settled and self._chosen(row) not in {"", Outcome.OPEN, row.enrolment.state}
        if not row.is_touched and not is_late:
            return False
        if is_late or row.enrolment.pk in changed:
            form.add_error(None, str(DONE_ELSEWHERE))
            return False
        try:
            record_result(
                enrolment=row.enrolment,
                user=self.request.user,  # type: ignore[arg-type]
                outcome=form.outcome_chosen,
                levels=form.levels,
                note=form.cleaned_data.get("reason", "").strip(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return False
        return True

    def _chosen(self, row: Row) -> str:
        """Return the outcome that was sent, also for whom there is none to choose any more."""
        return self.request.POST.get(f"{row.form.prefix}-outcome", "")

    def _report(self, done: list[Row], *, missing: int) -> None:
        """Say what was done."""
        chosen = Counter(row.form.outcome_chosen for row in done)
        completed, dropped, open_still = (chosen[each] for each in (Outcome.COMPLETED, Outcome.DROPPED, Outcome.OPEN))
        sentences = {
            npgettext(
                "staff", "%(count)s completed the course.", "%(count)s completed the course.", completed
            ): completed,
            npgettext("staff", "%(count)s left the course.", "%(count)s left the course.", dropped): dropped,
            npgettext(
                "staff",
                "The levels of %(count)s person are written down.",
                "The levels of %(count)s people are written down.",
                open_still,
            ): open_still,
        }
        for sentence, count in sentences.items():
            if count:
                messages.success(self.request, sentence % {"count": count})
        if missing:
            gone = npgettext(
                "staff",
                "%(count)s person is not in this group any more.",
                "%(count)s people are not in this group any more.",
                missing,
            )
            messages.warning(self.request, gone % {"count": missing})
        if not done and not missing:
            messages.info(self.request, pgettext("staff", "There was nothing to save."))

    def get_page_subtitle(self) -> str:
        """Return the run's code."""
        return self.run.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the groups to close."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("results:index"), "label": RESULTS},
            {"url": "", "label": self.run.code},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the page; ``rows`` may be passed where some are to be looked at again."""
        rows: list[Row] = kwargs.pop("rows", None) or self.roster.rows()
        completed = [row for row in rows if row.enrolment.state == "completed"]
        user: Any = self.request.user
        without = [row for row in completed if row.certificate is None]
        return super().get_context_data(
            run=self.run,
            course_label=course_label(self.run.course),
            roster=self.roster,
            rows=rows,
            is_open=any(not row.is_settled for row in rows),
            has_fields=any(row.form.fields for row in rows),
            certified=[row for row in completed if row.certificate is not None],
            uncertified=without,
            certificates_form=RunCertificatesForm(user=user, enrolments=[row.enrolment for row in without]),
            **kwargs,
        )
