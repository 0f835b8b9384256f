"""Frozen reports: the list, freezing, and one of them, read from its text alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, npgettext, pgettext, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from courses.enrolment.errors import Refused
from courses.reports import services
from courses.reports.counting import Cell, count
from courses.reports.labels import BANDS as BAND_LABELS
from courses.reports.labels import GENDER, INDICATORS, SNAPSHOTS, TAKE_OUT, what_counted
from courses.reports.labels import GENDERS as GENDER_LABELS
from courses.reports.models import Snapshot
from courses.reports.people_views import A_PAGE, asked_cell
from courses.reports.scope import Period, Scope
from courses.reports.snapshots import Frozen, digest_of
from courses.reports.tables import IndicatorRow, indicator_row
from courses.reports.views import ReportMixin, ScopedReportView, cell_query


class SnapshotsView(ReportMixin, generic.IndexView):
    """The frozen reports over centres whose figures the user sees."""

    model = Snapshot
    any_permission_required = None
    page_title = SNAPSHOTS
    header_icon = "lock"
    index_url_name = "reports:snapshots"
    paginate_by = 50
    is_searchable = False
    columns = (
        TitleColumn("title", label=pgettext_lazy("staff", "Title"), url_name="reports:snapshot"),
        DateColumn("first_day", label=pgettext_lazy("staff", "From")),
        DateColumn("last_day", label=pgettext_lazy("staff", "To")),
        Column("project", label=pgettext_lazy("staff", "Project")),
        DateColumn("made_at", label=pgettext_lazy("staff", "Frozen")),
        UserColumn("made_by", label=pgettext_lazy("staff", "By")),
    )

    def get_base_queryset(self) -> Any:
        """Return them without their texts, which may be long."""
        own = Snapshot.objects.for_reports(self.request.user)  # type: ignore[arg-type]
        return own.select_related("project", "made_by__wagtail_userprofile").defer("content")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to the figures that can be frozen."""
        return [
            HeaderButton(pgettext("staff", "Choose what to freeze"), url=reverse("reports:index"), icon_name="plus")
        ]


class FreezeForm(forms.Form):
    """What a frozen report is called."""

    title = forms.CharField(
        label=pgettext_lazy("staff", "Title"),
        max_length=120,
        help_text=pgettext_lazy("staff", "For example: Second report to the funder, 2026"),
    )


class FreezeView(ScopedReportView):
    """Freeze the figures of a scope, under a title."""

    template_name = "reports/freeze.html"
    page_title = pgettext_lazy("staff", "Freeze a report")
    above = ("reports:index", INDICATORS)
    title_form: FreezeForm | None = None

    def report_context(self) -> dict[str, Any]:
        """Say what would be frozen."""
        data = self.form.cleaned_data
        centres = data.get("centre") or self.form.own_centres
        return {"title_form": self.title_form or FreezeForm(), "chosen_centres": centres, "project": data["project"]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Freeze, and lead to what was frozen."""
        self.title_form = FreezeForm(request.POST)
        if not self.form.is_valid() or not self.title_form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        data, scope = self.form.cleaned_data, self.form.scope
        try:
            snapshot = services.freeze_report(
                user=request.user,  # type: ignore[arg-type]
                title=self.title_form.cleaned_data["title"],
                first_day=scope.period.first_day,
                last_day=scope.period.last_day,
                centres=list(data.get("centre") or self.form.own_centres),
                project=data["project"],
            )
        except Refused as refusal:
            self.title_form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(request, pgettext("staff", "Frozen. These figures stay as they are."))
        return HttpResponseRedirect(reverse("reports:snapshot", args=[snapshot.pk]))


class OneSnapshot(ReportMixin):
    """What views of one frozen report share: 404 for who may not see all its centres."""

    above = ("reports:snapshots", SNAPSHOTS)
    snapshot: Snapshot

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find it among those the user may see."""
        own = Snapshot.objects.for_reports(request.user).select_related("made_by")  # type: ignore[arg-type]
        self.snapshot = get_object_or_404(own, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def frozen(self) -> Frozen:
        """What its text says."""
        return Frozen(self.snapshot.content)

    def label_of(self, code: str) -> str:
        """Return the wording that was frozen, in the language of the admin."""
        row = self.frozen.by_code[code]
        return str(row["en"] if get_language() == "en" else row["ro"])


class SnapshotView(OneSnapshot, TemplateView):
    """A frozen report; beside today's figures of the same scope when asked."""

    template_name = "reports/snapshot.html"
    header_icon = "lock"

    def get_page_title(self) -> str:
        """Return its title, as it was frozen."""
        return str(self.frozen.data["title"])

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Take it out, always byte for byte the same."""
        url = reverse("reports:snapshot_file", args=[self.snapshot.pk])
        return [Button(TAKE_OUT, url=url, icon_name="download")]

    def _rows(self) -> list[IndicatorRow]:
        base = reverse("reports:snapshot_people", args=[self.snapshot.pk])
        return [
            indicator_row(
                code,
                self.label_of(code),
                is_part=bool(row["of"]),
                value=self.frozen.value,
                link=lambda cell: f"{base}?{cell_query(cell)}",
            )
            for code, row in self.frozen.by_code.items()
        ]

    def _comparison(self) -> list[dict[str, Any]]:
        """Return each indicator's total then and now."""
        centres = tuple(self.snapshot.centres.values_list("pk", flat=True))
        period = Period(self.snapshot.first_day, self.snapshot.last_day)
        today = count(Scope(period, centres, self.snapshot.project_id))
        rows = []
        for code in self.frozen.by_code:
            then, now = self.frozen.value(Cell(code)), today.of(Cell(code))
            rows.append({"code": code, "label": self.label_of(code), "then": then, "now": now, "change": now - then})
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the page from the frozen text."""
        is_compared = "compare" in self.request.GET
        return super().get_context_data(
            snapshot=self.snapshot,
            frozen=self.frozen.data,
            is_whole=digest_of(self.snapshot.content) == self.snapshot.digest,
            rows=self._rows(),
            comparison=self._comparison() if is_compared else [],
            gender_labels=GENDER_LABELS.values(),
            band_labels=BAND_LABELS.values(),
            **kwargs,
        )


class SnapshotPeopleView(OneSnapshot, TemplateView):
    """The pseudonyms behind a frozen figure."""

    template_name = "reports/snapshot_people.html"
    header_icon = "lock"

    @cached_property
    def cell(self) -> Cell:
        """The figure that is asked about. Raises ``Http404`` for one that wasn't frozen."""
        return asked_cell(self.request.GET, self.frozen.by_code)

    def get_page_title(self) -> str:
        """Return the indicator's code."""
        return self.cell.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the report."""
        items = super().get_breadcrumbs_items()
        report = {"url": reverse("reports:snapshot", args=[self.snapshot.pk]), "label": self.frozen.data["title"]}
        return [*items[:-1], report, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather one page of the list."""
        people = self.frozen.people(self.cell)
        page = WagtailPaginator(people, A_PAGE).get_page(self.request.GET.get("p", "1"))
        rows = [
            {
                "person": person,
                "gender": GENDER[person.gender],
                "band": BAND_LABELS[person.band],
                "what": what_counted(person.kind, person.level),
            }
            for person in page
        ]
        total = npgettext("staff", "%(count)s person", "%(count)s people", len(people)) % {"count": len(people)}
        label = self.label_of(self.cell.code)
        return super().get_context_data(rows=rows, page=page, total=total, label=label, **kwargs)
