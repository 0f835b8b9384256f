"""Certificates in the admin: their addresses. The results lead here."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail.admin.viewsets.base import ViewSet

from courses.certificates.issue_views import IssueRunView, IssueView, PrintRunView
from courses.certificates.listing import CERTIFICATES, ICON, CertificatesView
from courses.certificates.views import CertificateView, CorrectView, PrintView, RevokeView


class CertificateViewSet(ViewSet):
    """What was issued."""

    name = "certificates"
    icon = ICON
    menu_label = CERTIFICATES

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: the list, a certificate, what can be done with it, and those of a group."""
        return [
            path("", CertificatesView.as_view(), name="index"),
            path("results/", CertificatesView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", CertificateView.as_view(), name="certificate"),
            path("<int:pk>/pdf/", PrintView.as_view(), name="pdf"),
            path("<int:pk>/take-back/", RevokeView.as_view(), name="revoke"),
            path("<int:pk>/correct/", CorrectView.as_view(), name="correct"),
            path("enrolment/<int:pk>/", IssueView.as_view(), name="issue"),
            path("run/<int:pk>/", IssueRunView.as_view(), name="issue_run"),
            path("run/<int:pk>/pdf/", PrintRunView.as_view(), name="run_pdf"),
        ]
