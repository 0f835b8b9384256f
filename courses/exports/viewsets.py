"""Exports in the admin: their addresses, and the one that has an entry in the menu of reports."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from courses.exports.views import ClassExportView, PseudonymsExportView, QueueExportView
from portal.directory.access import has_role
from portal.directory.models import Membership


class PseudonymsMenuItem(MenuItem):
    """For who sees a centre's figures."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who may take the list."""
        return has_role(request.user, Membership.SEES_FIGURES)


class ExportsViewSet(ViewSet):
    """Where lists of people leave."""

    name = "exports"
    icon = "download"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: the queue, a class, and people without names."""
        return [
            path("enrolments/", QueueExportView.as_view(), name="enrolments"),
            path("runs/<int:pk>/", ClassExportView.as_view(), name="run"),
            path("pseudonyms/", PseudonymsExportView.as_view(), name="pseudonyms"),
        ]


PSEUDONYMS_ITEM = PseudonymsMenuItem(
    PseudonymsExportView.page_title, reverse_lazy("exports:pseudonyms"), icon_name="download", order=850
)
