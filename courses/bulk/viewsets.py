"""Bulk in the admin: its addresses. The inbox's list leads here."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail.admin.viewsets.base import ViewSet

from courses.bulk.labels import ICON
from courses.bulk.start_view import StartView
from courses.bulk.views import IndexView, JobView, ProgressView


class BulkViewSet(ViewSet):
    """Where staff do something with many enrolments at once."""

    name = "bulk"
    icon = ICON

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: own jobs, the form, a job, and how far it is."""
        return [
            path("", IndexView.as_view(), name="index"),
            path("start/", StartView.as_view(), name="start"),
            path("<int:pk>/", JobView.as_view(), name="job"),
            path("<int:pk>/progress/", ProgressView.as_view(), name="progress"),
        ]
