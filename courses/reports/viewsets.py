"""Reports in the admin: their addresses, and their entries in Wagtail's own menu of reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.functional import Promise
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from courses.reports import labels
from courses.reports.file_views import IndicatorsFileView, OperationsFileView
from courses.reports.gaps_views import CompleteView, GapsView
from courses.reports.milestone_views import RecordAnswerView, RecordMilestoneView, RemoveMilestoneView
from courses.reports.operations_views import OperationsView
from courses.reports.people_export import PeopleFileView
from courses.reports.people_views import PeopleView
from courses.reports.snapshot_file_view import SnapshotFileView
from courses.reports.snapshot_views import (
    FreezeView,
    SnapshotPeopleView,
    SnapshotsView,
    SnapshotView,
)
from courses.reports.views import IndicatorsView
from portal.directory.access import has_role
from portal.directory.models import Membership


class ReportsViewSet(ViewSet):
    """What is counted, and what counts."""

    name = "reports"
    url_prefix = "figures"
    icon = labels.ICON

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses of the reports, of frozen ones, and of what is written down for them."""
        return [
            path("", IndicatorsView.as_view(), name="index"),
            path("take-out/", IndicatorsFileView.as_view(), name="indicators_file"),
            path("people/", PeopleView.as_view(), name="people"),
            path("people/take-out/", PeopleFileView.as_view(), name="people_file"),
            path("operations/", OperationsView.as_view(), name="operations"),
            path("operations/take-out/", OperationsFileView.as_view(), name="operations_file"),
            path("missing/", GapsView.as_view(), name="gaps"),
            path("missing/<int:pk>/", CompleteView.as_view(), name="complete"),
            path("freeze/", FreezeView.as_view(), name="freeze"),
            path("frozen/", SnapshotsView.as_view(), name="snapshots"),
            path("frozen/<int:pk>/", SnapshotView.as_view(), name="snapshot"),
            path("frozen/<int:pk>/people/", SnapshotPeopleView.as_view(), name="snapshot_people"),
            path("frozen/<int:pk>/take-out/", SnapshotFileView.as_view(), name="snapshot_file"),
            path("milestones/<int:pk>/", RecordMilestoneView.as_view(), name="record_milestone"),
            path("milestones/<int:pk>/helped/", RecordAnswerView.as_view(), name="record_answer"),
            path(
                "milestones/<int:pk>/<int:milestone_pk>/remove/", RemoveMilestoneView.as_view(), name="remove_milestone"
            ),
        ]


class RoleMenuItem(MenuItem):
    """For who has one of these roles at a centre, and for administrators."""

    roles: tuple[str, ...]

    def __init__(self, *args: Any, roles: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles

    def is_shown(self, request: HttpRequest) -> bool:
        """Compare with the user's roles."""
        return has_role(request.user, self.roles)


def _item(label: Promise, page: str, icon: str, order: int, roles: tuple[str, ...]) -> MenuItem:
    name = f"figures-{page.partition(':')[2]}"
    return RoleMenuItem(label, reverse_lazy(page), name=name, icon_name=icon, order=order, roles=roles)


MENU_ITEMS: tuple[MenuItem, ...] = (
    _item(labels.INDICATORS, "reports:index", labels.ICON, 1, Membership.SEES_FIGURES),
    _item(labels.OPERATIONS, "reports:operations", "time", 2, Membership.SEES_FIGURES),
    _item(labels.GAPS, "reports:gaps", "warning", 3, Membership.SEES_PEOPLE),
    _item(labels.SNAPSHOTS, "reports:snapshots", "lock", 4, Membership.SEES_FIGURES),
)
"""In the order of the menu."""
