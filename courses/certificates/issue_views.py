"""Issuing certificates in the admin, for one enrolment and for a whole group, and printing those of a group."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import npgettext, pgettext
from django.views.generic import View
from wagtail.admin import messages

from courses.catalogue.models import Run
from courses.certificates.forms import NamesForm, SignedByForm
from courses.certificates.models import Certificate
from courses.certificates.printing import pdf_response
from courses.certificates.services import issue_certificate, issue_for_run
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from portal.audit.models import AuditEntry
from portal.audit.services import record_access
from portal.pdf import PdfUnavailable


class IssueView(View):
    """The button of an enrolment's page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A button is no page: lead back."""
        return redirect("inbox:enrolment", self._enrolment(request, pk).pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Issue the certificate, and lead to it; a name that can't be printed is asked for again."""
        enrolment = self._enrolment(request, pk)
        form = NamesForm(request.POST)
        if not form.is_valid():
            messages.error(request, pgettext("staff", "Please write the name that is to be printed."))
            return redirect("inbox:enrolment", enrolment.pk)
        try:
            issued = issue_certificate(enrolment=enrolment, user=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("inbox:enrolment", enrolment.pk)
        messages.success(request, pgettext("staff", "The certificate is issued, and the person is told."))
        return redirect("certificates:certificate", issued.pk)

    def _enrolment(self, request: HttpRequest, pk: int) -> Enrolment:
        return get_object_or_404(Enrolment.objects.for_staff(request.user), pk=pk)  # type: ignore[arg-type]


class RunCertificates(View):
    """Certificates of a run of the user's centres."""

    def find_run(self, request: HttpRequest, pk: int) -> Run:
        """Return the run. Raises ``Http404`` for one of another centre."""
        runs = Run.objects.for_staff(request.user).select_related("centre")  # type: ignore[arg-type]
        found: Run = get_object_or_404(runs, pk=pk)
        return found


class IssueRunView(RunCertificates):
    """The button under the results of a group."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A button is no page: lead back."""
        return redirect("results:close", self.find_run(request, pk).pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Issue what is missing."""
        run = self.find_run(request, pk)
        form = SignedByForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(form.errors["signed_by"]))
            return redirect("results:close", run.pk)
        try:
            issued = issue_for_run(run=run, user=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("results:close", run.pk)
        sentence = npgettext(
            "staff",
            "%(count)s certificate is issued, and the person is told.",
            "%(count)s certificates are issued, and the people are told.",
            len(issued),
        )
        messages.success(request, sentence % {"count": len(issued)})
        return redirect("results:close", run.pk)


class PrintRunView(RunCertificates):
    """All valid certificates of a group as one PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the file, or lead back and say why there is none."""
        run = self.find_run(request, pk)
        certificates: Any = list(Certificate.objects.valid().for_printing().filter(enrolment__run=run))
        if not certificates:
            messages.error(request, pgettext("staff", "There is no certificate to print in this group."))
            return redirect("results:close", run.pk)
        try:
            response = pdf_response(certificates, f"{pgettext('staff', 'certificates')}-{run.code}")
        except PdfUnavailable as unavailable:
            messages.error(request, str(unavailable))
            return redirect("results:close", run.pk)
        record_access(
            user=request.user,  # type: ignore[arg-type]
            action=AuditEntry.Action.PRINTED,
            about=f"certificates:{run.code}",
            centre=run.centre,
            amount=len(certificates),
        )
        return response
