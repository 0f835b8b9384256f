"""A frozen report as a file, the same bytes every time."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView

from courses.reports.labels import TAKE_OUT
from courses.reports.snapshot_files import FILES
from courses.reports.snapshot_views import OneSnapshot
from courses.reports.take_out_form import TakeOutForm
from portal.audit.models import AuditEntry
from portal.audit.services import record_access


class SnapshotFileView(OneSnapshot, TemplateView):
    """Asks what it is for, and sends it as one of ``FILES``."""

    template_name = "reports/figures_export.html"
    page_title = TAKE_OUT
    export_form: TakeOutForm | None = None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the report."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": self.report_url, "label": self.frozen.data["title"]}, items[-1]]

    @property
    def report_url(self) -> str:
        """Where the report is."""
        return reverse("reports:snapshot", args=[self.snapshot.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask."""
        return super().get_context_data(
            is_valid=True,
            export_form=self.export_form or _form(),
            first_day=self.snapshot.first_day,
            last_day=self.snapshot.last_day,
            back=self.report_url,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send it; what is missing is shown beside the form."""
        self.export_form = form = _form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        kind = form.cleaned_data["format"]
        self._record(kind, form.cleaned_data["reason"])
        content_type, write = FILES[kind]
        response = HttpResponse(write(self.snapshot.content), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="report-{self.snapshot.pk}.{kind}"'
        return response

    @transaction.atomic
    def _record(self, kind: str, reason: str) -> None:
        """Write down at each centre of it that it leaves."""
        for centre in self.snapshot.centres.all():
            record_access(
                user=self.request.user,  # type: ignore[arg-type]
                action=AuditEntry.Action.EXPORTED,
                about=f"snapshot:{self.snapshot.pk}",
                centre=centre,
                amount=0,
                reason=reason,
                detail={"format": kind},
            )


def _form(data: Any = None) -> TakeOutForm:
    """Return the form with the kinds of file that a frozen report knows."""
    return TakeOutForm(data, kinds=FILES)
