"""Results in the admin: addresses and menu item."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from courses.inbox.access import works_in_inbox
from courses.results.views import ICON, RESULTS, CloseView, ResultsView


class ResultsMenuItem(MenuItem):
    """The menu item of centres' staff."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who works for a centre."""
        return works_in_inbox(request.user)  # type: ignore[arg-type]


class ResultsViewSet(ViewSet):
    """How courses ended for their people."""

    name = "results"
    icon = ICON
    menu_label = RESULTS
    menu_order = 70
    menu_item_class = ResultsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: the groups to close, and one of them."""
        return [
            path("", ResultsView.as_view(), name="index"),
            path("results/", ResultsView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", CloseView.as_view(), name="close"),
        ]
