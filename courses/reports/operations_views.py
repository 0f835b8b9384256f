"""The operational report: what a coordinator looks at on a Monday."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.widgets.button import Button

from courses.catalogue.models import Course
from courses.reports import operations
from courses.reports.labels import OPERATIONS, TAKE_OUT
from courses.reports.operations_charts import OperationsCharts
from courses.reports.scope import Period, last_30_days
from courses.reports.views import ScopedReportView
from portal import clock


class OperationsView(ScopedReportView):
    """Waiting times, the way from enrolment to completion, attendance, demand, and who waits now."""

    template_name = "reports/operations.html"
    page_title = OPERATIONS

    def default_period(self) -> Period:
        """Return the last thirty days."""
        return last_30_days(clock.today())

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Take the figures out."""
        if not self.form.is_valid():
            return []
        url = f"{reverse('reports:operations_file')}?{self.form.query()}"
        return [Button(TAKE_OUT, url=url, icon_name="download")]

    @cached_property
    def measured(self) -> operations.Measured:
        """What happened to the enrolments of the period."""
        scope = self.form.scope
        if scope.period.days > operations.LONG.days:
            return operations.measure_lately(scope)
        return operations.Measured(clock.now(), operations.measure(scope))

    @cached_property
    def charts(self) -> OperationsCharts:
        """Everything measured, now and in the period before. Eight queries, whatever the amount."""
        scope = self.form.scope
        return OperationsCharts(
            measured=self.measured.parts,
            before=operations.measure_lately(scope.before(), operations.HEADLINE).parts["headline"][0],
            attendance=operations.attendance(scope),
            waiting=operations.waiting_now(scope),
            courses={course.pk: course for course in Course.objects.all()},
            centres={centre.pk: centre.name for centre in self.form.own_centres},
        )

    def report_context(self) -> Mapping[str, Any]:  # type: ignore[override]
        """Hand over what is drawn."""
        return {"charts": self.charts, "measured_at": self.measured.at, "previous": self.form.scope.period.previous}
