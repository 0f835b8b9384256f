"""The figures of a report as files: what is on the page, in codes, without people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import View

from courses.reports.counting import BANDS, GENDERS, Cell, Figures, count
from courses.reports.indicators import indicators
from courses.reports.operations_views import OperationsView
from courses.reports.views import IndicatorsView, ScopedReportView
from portal.audit.models import AuditEntry
from portal.audit.services import record_access
from portal.directory.models import Centre
from portal.exports import Sheet, csv_response, xlsx_response

KINDS = ("csv", "xlsx")


class _FiguresFile(ScopedReportView, View):
    """A report's figures as CSV or XLSX; a scope with errors leads back to its page."""

    page: str
    name: str
    header: tuple[str, ...]

    def get(self, request: HttpRequest, kind: str, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Return the file."""
        if kind not in KINDS:
            raise Http404
        if not self.form.is_valid():
            return HttpResponseRedirect(f"{reverse(self.page)}?{request.GET.urlencode()}")
        scope, period = self.form.scope, self.form.scope.period
        # There are no people in it, so nobody is asked what for; that it left is in the log all the same.
        for centre in Centre.objects.filter(pk__in=scope.centres):
            record_access(
                user=request.user,  # type: ignore[arg-type]
                action=AuditEntry.Action.EXPORTED,
                about=f"figures:{self.name}",
                centre=centre,
                amount=0,
                detail={"format": kind, "first_day": str(period.first_day), "last_day": str(period.last_day)},
            )
        filename = f"{self.name}-{period.first_day}-{period.last_day}.{kind}"
        if kind == "csv":
            return csv_response(filename, self.header, self.rows())
        return xlsx_response(filename, [Sheet(self.name, self.header, self.rows())])

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Return the rows of the file."""
        raise NotImplementedError


class IndicatorsFileView(_FiguresFile, IndicatorsView):
    """The indicators: a row for each age bracket and gender, and one for all of them."""

    page = "reports:index"
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

    page = "reports:operations"
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
