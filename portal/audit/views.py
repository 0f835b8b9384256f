"""Who saw, exported or printed what: the list, and the list as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext, pgettext_lazy
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column, UserColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from portal import clock
from portal.audit.filters import AuditFilterSet
from portal.audit.listing import AuditListView, MomentColumn, reads_the_log
from portal.audit.models import AuditEntry
from portal.audit.services import record_access
from portal.audit.subjects import subject_of
from portal.exports import Sheet, csv_response, xlsx_response
from portal.exports.forms import CSV, ExportForm

WHO_SAW = pgettext_lazy("staff", "Who saw what")
ICON = "view"


class AboutColumn(Column):
    """What was looked at, leading to it where it can be."""

    def get_value(self, instance: AuditEntry) -> SafeString:
        """Return the kind's name and the key, readable from left to right in every language."""
        subject, key = subject_of(instance.about)
        if subject is None:
            return format_html('<bdi dir="ltr">{}</bdi>', instance.about)
        shown = format_html('{} <bdi class="w-whitespace-nowrap" dir="ltr">{}</bdi>', subject.label, key)
        address = subject.address(key) if key else ""
        return format_html('<a href="{}">{}</a>', address, shown) if address else shown


class AuditView(AuditListView):
    """The log of the centres that the user coordinates, newest first."""

    model = AuditEntry
    page_title = WHO_SAW
    header_icon = ICON
    index_url_name = "audit:index"
    index_results_url_name = "audit:index_results"
    filterset_class = AuditFilterSet
    columns = (
        MomentColumn("at", label=pgettext_lazy("staff", "When")),
        UserColumn("user", label=pgettext_lazy("staff", "User")),
        Column("get_action_display", label=pgettext_lazy("staff", "What")),
        AboutColumn("about", label=pgettext_lazy("staff", "Of what")),
        Column("amount", label=pgettext_lazy("staff", "Rows")),
        Column("reason", label=pgettext_lazy("staff", "Reason")),
        Column("centre", label=pgettext_lazy("staff", "Centre")),
    )

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        """Return the entries that the user may read."""
        entries = AuditEntry.objects.for_auditor(self.request.user)
        return entries.select_related("user__wagtail_userprofile", "centre").order_by("-at", "-pk")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to the same list as a file."""
        url = f"{reverse('audit:export')}?{self.request.GET.urlencode()}"
        return [HeaderButton(pgettext("staff", "Take out this list"), url=url, icon_name="download")]


class AuditExportView(WagtailAdminTemplateMixin, FormView):
    """The log as a file: that it was taken out is an entry of the log."""

    template_name = "exports/export.html"
    form_class = ExportForm
    page_title = pgettext_lazy("staff", "Take out the log")
    header_icon = "download"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to who coordinates no centre."""
        if not reads_the_log(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def entries(self) -> QuerySet[AuditEntry]:
        """The entries as the address narrows them down; what can't be understood is no filter."""
        own = AuditEntry.objects.for_auditor(self.request.user).order_by("-at", "-pk")  # type: ignore[arg-type]
        filters = AuditFilterSet(self.request.GET, queryset=own, request=self.request)
        filters.is_valid()
        return filters.filter_queryset(own)

    def form_valid(self, form: ExportForm) -> HttpResponseBase:  # type: ignore[override]
        """Write down that it leaves, then send it."""
        codes = sorted(AuditFilterSet.base_filters.keys() & set(self.request.GET))
        record_access(
            user=self.request.user,  # type: ignore[arg-type]
            action=AuditEntry.Action.EXPORTED,
            about="audit",
            amount=self.entries.count(),
            reason=form.cleaned_data["reason"],
            detail={"format": form.cleaned_data["format"], "filters": codes},
        )
        header = [str(column.label) for column in AuditView.columns]
        name = f"audit-{clock.today():%Y-%m-%d}"
        if form.cleaned_data["format"] == CSV:
            return csv_response(f"{name}.csv", header, self.rows())
        return xlsx_response(f"{name}.xlsx", [Sheet("audit", header, self.rows())])

    def form_invalid(self, form: ExportForm) -> HttpResponseBase:  # type: ignore[override]
        """Show what is missing beside it."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the entries as they are kept, read by a cursor of the database."""
        paths = ("at", "user__username", "action", "about", "amount", "reason", "centre__name")
        yield from self.entries.values_list(*paths).iterator(chunk_size=2_000)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        back = {"url": f"{reverse('audit:index')}?{self.request.GET.urlencode()}", "label": WHO_SAW}
        return [*self.breadcrumbs_items, back, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many entries there are."""
        return super().get_context_data(**kwargs, entries=self.entries.count())
