"""Attendance in the admin: its addresses and its menu item."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from courses.attendance.querysets import works_with_attendance
from courses.attendance.run_view import RunView
from courses.attendance.views import IndexView, SaveView, SessionView
from courses.attendance.wording import ATTENDANCE, ICON


class AttendanceMenuItem(MenuItem):
    """The menu item of trainers and of centres' staff."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who teaches or works for a centre."""
        return works_with_attendance(request.user)  # type: ignore[arg-type]


class AttendanceViewSet(ViewSet):
    """Who was there."""

    name = "attendance"
    icon = ICON
    menu_label = ATTENDANCE
    menu_order = 60
    menu_item_class = AttendanceMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: the list, a session, where a device sends its taps, and a run."""
        return [
            path("", IndexView.as_view(), name="index"),
            path("<int:pk>/", SessionView.as_view(), name="session"),
            path("<int:pk>/save/", SaveView.as_view(), name="save"),
            path("run/<int:pk>/", RunView.as_view(), name="run"),
        ]
