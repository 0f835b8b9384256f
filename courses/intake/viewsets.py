"""Assisted and imported enrolment in the admin: its addresses. The inbox leads here."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from wagtail.admin.viewsets.base import ViewSet

from courses.intake.list_views import ForgetView, ListView, TemplateFileView, UploadView
from courses.intake.walk_in import WalkInView


class IntakeViewSet(ViewSet):
    """Where staff bring people in."""

    name = "intake"
    icon = "user"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: somebody who is here, and a list from a file to its end."""
        return [
            path("", WalkInView.as_view(), name="walk_in"),
            path("list/", UploadView.as_view(), name="upload"),
            re_path(r"^list/template\.(?P<kind>xlsx|csv)$", TemplateFileView.as_view(), name="template"),
            path("list/<int:pk>/", ListView.as_view(), name="list"),
            path("list/<int:pk>/forget/", ForgetView.as_view(), name="forget"),
        ]
