"""The figures of a report as files: what is on the page, in codes, without people; a reason is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.widgets.button import Button, HeaderButton

from courses.reports.counting import BANDS, GENDERS, Cell, Figures, count
from courses.reports.indicators import indicators
from courses.reports.labels import INDICATORS, OPERATIONS, TAKE_OUT
from courses.reports.operations_views import OperationsView
from courses.reports.take_out_form import TakeOutForm
from courses.reports.views import IndicatorsView, ScopedReportView
from portal.audit.models import AuditEntry
from portal.audit.services import record_access
from portal.directory.models import Centre
from portal.exports import Sheet, csv_response, xlsx_response
from portal.exports.forms import CSV


class _FiguresFile(ScopedReportView):
    """Takes a report's figures out as CSV or XLSX, once it is said what for; a scope with errors is shown as such."""

    template_name = "reports/figures_export.html"
    page_title = TAKE_OUT
    export_form: TakeOutForm | None = None
    name: str
    header: tuple[str, ...]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """None: those of the report are there."""
        return []

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """None either."""
        return []

    def report_context(self) -> dict[str, Any]:
        """Ask what for."""
        assert self.above is not None
        period = self.form.scope.period
        return {
            "export_form": self.export_form or TakeOutForm(),
            "first_day": period.first_day,
            "last_day": period.last_day,
            "back": f"{reverse(self.above[0])}?{self.form.query()}",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send the file; what is missing is shown beside the form."""
        self.export_form = form = TakeOutForm(request.POST)
        if not self.form.is_valid() or not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        kind, period = form.cleaned_data["format"], self.form.scope.period
        self._record(kind, form.cleaned_data["reason"])
        filename = f"{self.name}-{period.first_day}-{period.last_day}.{kind}"
        if kind == CSV:
            return csv_response(filename, self.header, self.rows())
        return xlsx_response(filename, [Sheet(self.name, self.header, self.rows())])

    @transaction.atomic
    def _record(self, kind: str, reason: str) -> None:
        """Write down at each centre that its figures leave; there are no people in them."""
        scope, period = self.form.scope, self.form.scope.period
        for centre in Centre.objects.filter(pk__in=scope.centres):
            record_access(
                user=self.request.user,  # type: ignore[arg-type]
                action=AuditEntry.Action.EXPORTED,
                about=f"figures:{self.name}",
                centre=centre,
                amount=0,
                reason=reason,
                detail={"format": kind, "first_day": str(period.first_day), "last_day": str(period.last_day)},
            )

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Return the rows of the file."""
        raise NotImplementedError


class IndicatorsFileView(_FiguresFile, IndicatorsView):
    """The indicators: a row for each age bracket and gender, and one for all of them."""

    above = ("reports:index", INDICATORS)
    name = "indicators"
    header = ("indicator", "label", "age", "gender", "count")

    def rows(self) -> Iterator[tuple[Any, ...]]:  # type: ignore[override]
        """Return the figures that the page shows."""
        return figure_rows(count(self.form.scope))


def figure_rows(figures: Figures) -> Iterator[tuple[Any, ...]]:
    """Return every figure with its codes, the sums first."""
    for row in indicators():
        yield row.code, row.label, "all", "all", figures.of(Cell(row.code))
        for band in BANDS:
            for gender in GENDERS:
                cell = Cell(row.code, band, gender)
                yield row.code, row.label, band or "unknown", gender or "unknown", figures.of(cell)


class OperationsFileView(_FiguresFile, OperationsView):
    """The operational report: one row for each figure."""

    above = ("reports:operations", OPERATIONS)
    name = "operations"
    header = ("part", "what", "figure", "more")

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Return the figures that the page shows."""
        charts = self.charts
        for headline in charts.headlines:
            yield "headline", str(headline.label), headline.now, headline.before
        for time in charts.times:
            yield "first answer: half within", time["label"], time["answered"], ""
            yield "first answer: nine of ten within", time["label"], time["answered_slowest"], ""
            yield "first answer: in time", time["label"], time["in_time"], ""
            yield "place: half within", time["label"], time["placed"], ""
            yield "place: nine of ten within", time["label"], time["placed_slowest"], ""
        parts = ("funnel", "lost", "months", "levels", "counties", "languages", "attendance_bars")
        for part in parts:
            for bar in getattr(charts, part):
                yield part, str(bar.label), bar.text, bar.more
        for row in charts.waiting_rows:
            yield "waiting", row["label"], row["count"], row["since"]
