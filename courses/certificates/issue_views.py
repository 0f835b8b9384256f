"""Issuing certificates in the admin, for one enrolment and for a whole group, and printing those of a group."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import npgettext, pgettext, pgettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.catalogue.models import Run
from courses.certificates.forms import NamesForm, RunCertificatesForm
from courses.certificates.listing import ICON
from courses.certificates.models import Certificate
from courses.certificates.printing import pdf_response
from courses.certificates.services import issue_certificate, issue_for_run
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.enrolment.states import State
from courses.inbox.labels import INBOX
from portal.audit.models import AuditEntry
from portal.audit.services import record_access
from portal.pdf import PdfUnavailable


class IssueView(WagtailAdminTemplateMixin, TemplateView):
    """The certificate of one enrolment: its page has the same form, and leads here where something is wrong with it."""

    template_name = "certificates/issue.html"
    page_title = pgettext_lazy("staff", "Issue the certificate")
    header_icon = ICON
    enrolment: Enrolment

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for an enrolment of another centre."""
        own = Enrolment.objects.for_staff(request.user).select_related("person")  # type: ignore[arg-type]
        self.enrolment = get_object_or_404(own, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Issue the certificate and lead to it, or show what is wrong beside what was typed."""
        form = NamesForm(request.POST)
        if form.is_valid():
            try:
                issued = issue_certificate(
                    enrolment=self.enrolment,
                    user=request.user,  # type: ignore[arg-type]
                    **form.cleaned_data,
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, pgettext("staff", "The certificate is issued, and the person is told."))
                return redirect("certificates:certificate", issued.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the enrolment."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("inbox:index"), "label": INBOX},
            {
                "url": reverse("inbox:enrolment", args=[self.enrolment.pk]),
                "label": format_reference(self.enrolment.reference),
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        user: Any = self.request.user
        form = kwargs.pop("form", None) or NamesForm.of_person(self.enrolment.person, user)
        return super().get_context_data(form=form, enrolment=self.enrolment, **kwargs)


class RunCertificates(View):
    """Certificates of a run of the user's centres."""

    run: Run

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for a run of another centre."""
        runs = Run.objects.for_staff(request.user).select_related("centre")  # type: ignore[arg-type]
        self.run = get_object_or_404(runs, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class IssueRunView(RunCertificates):
    """The button under the results of a group."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A button is no page: lead back."""
        return redirect("results:close", self.run.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Issue what is missing."""
        run = self.run
        completed = Enrolment.objects.filter(run=run, state=State.COMPLETED).select_related("person")
        form = RunCertificatesForm(request.POST, enrolments=completed)
        if not form.is_valid():  # a browser keeps to the lengths, so this wasn't typed
            messages.error(request, form.errors.as_text())
            return redirect("results:close", run.pk)
        try:
            issued = issue_for_run(
                run=run,
                user=request.user,  # type: ignore[arg-type]
                signed_by=form.cleaned_data["signed_by"],
                latin_names=form.latin_names,
            )
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

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give the file, or lead back and say why there is none."""
        run = self.run
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
