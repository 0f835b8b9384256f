"""The history of enrolments in the admin: its addresses, and its entry in the menu of reports."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from courses.audit.views import ICON, WHO_CHANGED, ChangesView
from portal.audit.listing import reads_the_log


class ChangesMenuItem(MenuItem):
    """For who reads the log of a centre."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to coordinators and administrators."""
        return reads_the_log(request)


class ChangesViewSet(ViewSet):
    """Who changed which enrolment."""

    name = "changes"
    icon = ICON

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses of the list."""
        return [
            path("", ChangesView.as_view(), name="index"),
            path("results/", ChangesView.as_view(results_only=True), name="index_results"),
        ]


CHANGES_ITEM = ChangesMenuItem(WHO_CHANGED, reverse_lazy("changes:index"), icon_name=ICON, order=910)
