"""The list behind a figure as a file: asked what for, written down, then sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import pgettext, pgettext_lazy

from courses.reports.counting import Counted, people
from courses.reports.people_views import PeopleView, PersonRow, person_rows
from portal.audit.models import AuditEntry
from portal.audit.services import record_access
from portal.directory.models import Centre
from portal.exports import Sheet, csv_response, xlsx_response
from portal.exports.forms import CSV, ExportForm

ROWS_AT_ONCE = 1000
FILTERS = ("first_day", "last_day", "project", "centre", "indicator", "band", "gender")
"""What says which list it is."""


class PeopleFileView(PeopleView):
    """Take out a list: with names where the user may see them, with pseudonyms and months elsewhere."""

    template_name = "reports/people_export.html"
    page_title = pgettext_lazy("staff", "Take out this list")
    export_form: ExportForm | None = None

    @property
    def asked(self) -> QueryDict:
        """Say which list it is: in the address, or in hidden fields of the form."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def report_context(self) -> dict[str, Any]:
        """Ask what for, and keep which list it is."""
        kept = [(name, value) for name in FILTERS for value in self.asked.getlist(name)]
        return {**super().report_context(), "export_form": self.export_form or ExportForm(), "kept": kept}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send the file; what is missing is shown beside it."""
        self.export_form = form = ExportForm(request.POST)
        if not self.form.is_valid() or not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        counted = people(self.form.scope, self.cell).rows
        user: User = request.user  # type: ignore[assignment]
        self._record(counted, user, form)
        header = [
            pgettext("staff", "Person"),
            pgettext("staff", "Gender"),
            pgettext("staff", "Age"),
            pgettext("staff", "What counts"),
            pgettext("staff", "When"),
            pgettext("staff", "Centre"),
        ]
        name = f"{self.cell.code}-{self.form.scope.period.first_day}-{self.form.scope.period.last_day}"
        rows = self._rows(counted, user)
        if form.cleaned_data["format"] == CSV:
            return csv_response(f"{name}.csv", header, rows)
        return xlsx_response(f"{name}.xlsx", [Sheet(self.cell.code, header, rows)])

    @transaction.atomic
    def _record(self, counted: list[Counted], user: User, form: ExportForm) -> None:
        """Write down that a list leaves, at each centre whose people are in it."""
        amounts = Counter(row.centre for row in counted)
        filters = {name: self.asked.getlist(name) for name in FILTERS if name in self.asked}
        detail = {"format": form.cleaned_data["format"], "filters": filters}
        for centre in Centre.objects.filter(pk__in=amounts) or [None]:
            record_access(
                user=user,
                action=AuditEntry.Action.EXPORTED,
                about=f"indicator:{self.cell.code}",
                centre=centre,
                amount=amounts[centre.pk] if centre else 0,
                reason=form.cleaned_data["reason"],
                detail=detail,
            )

    def _rows(self, counted: list[Counted], user: User) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(counted), ROWS_AT_ONCE):
            for row in person_rows(counted[start : start + ROWS_AT_ONCE], user=user, named=self.named):
                yield _cells(row)


def _cells(row: PersonRow) -> tuple[Any, ...]:
    day = f"{row.day:%Y-%m}" if row.pseudonym else row.day
    return row.pseudonym or row.name, str(row.gender), str(row.band), row.what, day, row.centre
