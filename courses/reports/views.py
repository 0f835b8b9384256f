"""What every report has in common, and the funder's indicators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import pgettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from courses.reports.counting import Cell, count
from courses.reports.indicators import indicators
from courses.reports.labels import BANDS as BAND_LABELS
from courses.reports.labels import GENDERS, ICON, INDICATORS, TAKE_OUT
from courses.reports.scope import Period, presets, year_of
from courses.reports.scope_form import ScopeForm
from courses.reports.tables import IndicatorRow, indicator_row
from portal import clock
from portal.directory.models import Centre


class ReportMixin(WagtailAdminTemplateMixin):
    """Whatever shows figures: 404 for who sees none."""

    header_icon = ICON
    request: HttpRequest
    above: tuple[str, Promise] | None = None
    """The address (by name) and title of the page above this one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to who sees no centre's figures."""
        self.centres = Centre.objects.for_reports(request.user)  # type: ignore[arg-type]
        if not request.user.is_superuser and not self.centres.exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def named(self) -> frozenset[int]:
        """The primary keys of the centres whose people the user may see by name."""
        return frozenset(Centre.objects.for_staff(self.request.user).values_list("pk", flat=True))  # type: ignore[arg-type]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the page above."""
        above = [{"url": reverse(self.above[0]), "label": self.above[1]}] if self.above else []
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]


class ScopedReportView(ReportMixin, TemplateView):
    """A report over a period, centres and a project. Subclasses gather it in ``report_context``."""

    def default_period(self) -> Period:
        """Return the period that is shown when none is asked for."""
        return year_of(clock.today())

    @property
    def asked(self) -> QueryDict:
        """Where the scope is read from."""
        return self.request.GET

    @cached_property
    def form(self) -> ScopeForm:
        """What is asked for."""
        return ScopeForm(self.asked, centres=self.centres, default=self.default_period())

    @cached_property
    def presets(self) -> Sequence[dict[str, Any]]:
        """Periods that one click chooses."""
        return [
            {"label": label, "url": f"?{self.form.query(period)}", "is_chosen": period == self.form.scope.period}
            for label, period in presets(clock.today(), self.form.cleaned_data["project"])
        ]

    def report_context(self) -> dict[str, Any]:
        """Return what the template shows of a valid scope."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the page; without figures while the form has errors."""
        more: dict[str, Any] = {"is_valid": self.form.is_valid()}
        if self.form.is_valid():
            more |= {"presets": self.presets, "scope": self.form.scope, "query": self.form.query()}
            more |= self.report_context()
        return super().get_context_data(form=self.form, **more, **kwargs)


class IndicatorsView(ScopedReportView):
    """The funder's indicators: persons counted once, by age bracket and gender."""

    template_name = "reports/indicators.html"
    page_title = INDICATORS

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Freeze what is shown."""
        if not self.form.is_valid():
            return []
        url = f"{reverse('reports:freeze')}?{self.form.query()}"
        return [HeaderButton(pgettext("staff", "Freeze these figures"), url=url, icon_name="lock")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Take the figures out."""
        if not self.form.is_valid():
            return []
        url = f"{reverse('reports:indicators_file')}?{self.form.query()}"
        return [Button(TAKE_OUT, url=url, icon_name="download")]

    def report_context(self) -> dict[str, Any]:
        """Count, and give every figure the address of its list."""
        return {
            "rows": self.rows,
            "gender_labels": GENDERS.values(),
            "band_labels": BAND_LABELS.values(),
        }

    @cached_property
    def rows(self) -> list[IndicatorRow]:
        """The indicators with their figures."""
        figures = count(self.form.scope)
        return [
            indicator_row(row.code, row.label, is_part=bool(row.of), value=figures.of, link=self._link)
            for row in indicators()
        ]

    def _link(self, cell: Cell) -> str:
        return f"{reverse('reports:people')}?{self.form.query()}&{cell_query(cell)}"


def cell_query(cell: Cell) -> str:
    """Return a figure's part of a query string; an unknown bracket or gender is ``unknown``."""
    pairs = [("indicator", cell.code), ("band", cell.band), ("gender", cell.gender)]
    return "&".join(f"{name}={value or 'unknown'}" for name, value in pairs if value is not None)
