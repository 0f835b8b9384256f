"""The groups in the admin: their addresses and their menu item."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from courses.board.index_view import GROUPS, ICON, GroupsView
from courses.board.printing import ClassListView, SheetView
from courses.board.run_view import RunBoardView
from courses.inbox.access import works_in_inbox


class BoardMenuItem(MenuItem):
    """The menu item of who works for a centre."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who sees the centre's people."""
        return works_in_inbox(request.user)  # type: ignore[arg-type]


class BoardViewSet(ViewSet):
    """Groups with their people."""

    name = "board"
    icon = ICON
    menu_label = GROUPS
    menu_order = 55
    menu_item_class = BoardMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: the groups, one of them, and its paper."""
        return [
            path("", GroupsView.as_view(), name="index"),
            path("results/", GroupsView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", RunBoardView.as_view(), name="run"),
            path("<int:pk>/class-list/", ClassListView.as_view(), name="class_list"),
            path("<int:pk>/sheet/", SheetView.as_view(), name="sheet"),
        ]
