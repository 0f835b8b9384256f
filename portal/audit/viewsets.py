"""The log in the admin: its addresses, and its entry in the menu of reports."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from portal.audit.listing import reads_the_log
from portal.audit.views import ICON, WHO_SAW, AuditExportView, AuditView


class AuditMenuItem(MenuItem):
    """For who reads the log of a centre."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to coordinators and administrators."""
        return reads_the_log(request)


class AuditViewSet(ViewSet):
    """Who saw, exported or printed what."""

    name = "audit"
    icon = ICON

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: the list, and the list as a file."""
        return [
            path("", AuditView.as_view(), name="index"),
            path("results/", AuditView.as_view(results_only=True), name="index_results"),
            path("export/", AuditExportView.as_view(), name="export"),
        ]


AUDIT_ITEM = AuditMenuItem(WHO_SAW, reverse_lazy("audit:index"), icon_name=ICON, order=900)
