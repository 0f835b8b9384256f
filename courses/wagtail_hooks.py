"""What courses add to the admin. This file only registers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from courses.attendance.home_panel import AttendancePanel
from courses.attendance.viewsets import AttendanceViewSet
from courses.audit.viewsets import CHANGES_ITEM, ChangesViewSet
from courses.board.viewsets import BoardViewSet
from courses.bulk.viewsets import BulkViewSet
from courses.catalogue.home_panel import RunsPanel
from courses.catalogue.viewsets import CoursesGroup
from courses.certificates.viewsets import CertificateViewSet
from courses.exports.viewsets import PSEUDONYMS_ITEM, ExportsViewSet
from courses.inbox.access import works_in_inbox
from courses.inbox.home_panel import InboxPanel
from courses.inbox.replies_viewset import ReplyViewSet
from courses.inbox.viewsets import InboxViewSet
from courses.intake.viewsets import IntakeViewSet
from courses.reports.viewsets import MENU_ITEMS, ReportsViewSet
from courses.results.viewsets import ResultsViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """The inbox, what brings people into it, and the rows of courses."""
    return [
        InboxViewSet(),
        ReplyViewSet(),
        BulkViewSet(),
        BoardViewSet(),
        AttendanceViewSet(),
        IntakeViewSet(),
        CoursesGroup(),
        ResultsViewSet(),
        CertificateViewSet(),
        ReportsViewSet(),
        ExportsViewSet(),
        ChangesViewSet(),
    ]


for item in (*MENU_ITEMS, PSEUDONYMS_ITEM, CHANGES_ITEM):
    hooks.register("register_reports_menu_item", lambda item=item: item)


@hooks.register("construct_homepage_panels")
def add_inbox_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show what waits to who works for a centre."""
    if works_in_inbox(request.user):  # type: ignore[arg-type]
        panels.append(InboxPanel(request.user))  # type: ignore[arg-type]


@hooks.register("construct_homepage_panels")
def add_runs_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show the groups to decide about to who may plan them."""
    if request.user.has_perm("courses.change_run"):
        panels.append(RunsPanel(request.user))  # type: ignore[arg-type]


@hooks.register("construct_homepage_panels")
def add_attendance_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show today's class to who gives it; the panel of everybody else is empty."""
    panels.append(AttendancePanel(request.user))  # type: ignore[arg-type]
