"""Today's class, on the first page of the admin: one tap away for who stands in front of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from wagtail.admin.ui.components import Component

from courses.attendance.agenda import own_sessions_today, own_unmarked


class AttendancePanel(Component):
    """The sessions that the user gives today, and how many are not marked yet. Two queries; empty for others."""

    name = "attendance"
    template_name = "attendance/home_panel.html"
    order = 40

    class Media:
        css = {"all": ["css/attendance.css"]}  # noqa: RUF012 - Django's own way

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """List today's sessions."""
        return {"sessions": own_sessions_today(self.user), "unmarked": own_unmarked(self.user)}
