"""One certificate in the admin: what it says, printing, taking back, correcting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.catalogue.models import Course
from courses.certificates.forms import CorrectForm, RevokeForm
from courses.certificates.listing import CERTIFICATES, ICON
from courses.certificates.models import Certificate
from courses.certificates.printing import address_of, pdf_response
from courses.certificates.services import correct_certificate, revoke_certificate
from courses.enrolment.errors import Refused
from portal.audit.models import AuditEntry
from portal.audit.services import record_access, record_look
from portal.pdf import PdfUnavailable


class CertificateView(WagtailAdminTemplateMixin, TemplateView):
    """What was printed, whether it is valid, and what can be done with it."""

    template_name = "certificates/certificate.html"
    header_icon = ICON
    certificate: Certificate

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for a certificate of another centre."""
        own = Certificate.objects.for_staff(request.user)  # type: ignore[arg-type]
        own = own.select_related("enrolment__run", "enrolment__centre", "organisation", "issued_by", "revoked_by")
        self.certificate = get_object_or_404(own, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, and note who looked."""
        centre = self.certificate.enrolment.centre
        record_look(user=request.user, about=f"certificate:{self.certificate.number}", centre=centre)  # type: ignore[arg-type]
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return the number."""
        return self.certificate.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("certificates:index"), "label": CERTIFICATES},
            {"url": "", "label": self.certificate.number},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the certificate, its course and its public address."""
        return super().get_context_data(
            certificate=self.certificate,
            enrolment=self.certificate.enrolment,
            kind=Course.Kind(self.certificate.course_kind).label,
            address=address_of(self.certificate),
            **kwargs,
        )


class PrintView(CertificateView):
    """The certificate as PDF. Only a valid one: paper that was taken back isn't made again."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give the file, or lead back and say why there is none."""
        certificate = self.certificate
        if not certificate.is_valid:
            messages.error(request, pgettext("staff", "This certificate was taken back: it isn't printed any more."))
            return redirect("certificates:certificate", certificate.pk)
        try:
            response = pdf_response([certificate], certificate.number)
        except PdfUnavailable as unavailable:
            messages.error(request, str(unavailable))
            return redirect("certificates:certificate", certificate.pk)
        record_access(
            user=request.user,  # type: ignore[arg-type]
            action=AuditEntry.Action.PRINTED,
            about=f"certificate:{certificate.number}",
            centre=certificate.enrolment.centre,
        )
        return response


class _ChangeView(CertificateView):
    """A page with one form that changes a certificate."""

    template_name = "certificates/change.html"
    button: Any

    def new_form(self, data: Any = None) -> forms.Form:
        """Return the form, filled in with what was sent."""
        raise NotImplementedError

    def save(self, data: dict[str, Any]) -> Certificate:
        """Change the certificate; return the one to look at. Raises :class:`Refused`."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change it, or show what is wrong beside what was typed."""
        form = self.new_form(request.POST)
        if form.is_valid():
            try:
                return redirect("certificates:certificate", self.save(form.cleaned_data).pk)
            except Refused as refused:
                form.add_error("reason" if refused.code == "reason" else None, str(refused))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and its button."""
        form = kwargs.pop("form", None) or self.new_form()
        return super().get_context_data(form=form, button=self.button, heading=self.page_title, **kwargs)


class RevokeView(_ChangeView):
    """Take a certificate back."""

    page_title = pgettext_lazy("staff", "Take the certificate back")
    button = page_title

    def new_form(self, data: Any = None) -> forms.Form:
        """Ask why."""
        return RevokeForm(data)

    def save(self, data: dict[str, Any]) -> Certificate:
        """Take it back."""
        revoked = revoke_certificate(certificate=self.certificate, user=self.request.user, **data)  # type: ignore[arg-type]
        messages.success(self.request, pgettext("staff", "The certificate is taken back; its public page says so."))
        return revoked


class CorrectView(_ChangeView):
    """Issue a certificate with the right name in place of this one."""

    page_title = pgettext_lazy("staff", "Correct the name")
    button = pgettext_lazy("staff", "Issue it anew")

    def new_form(self, data: Any = None) -> forms.Form:
        """Ask for the names, and why."""
        return CorrectForm.of_certificate(self.certificate) if data is None else CorrectForm(data)

    def save(self, data: dict[str, Any]) -> Certificate:
        """Take it back and issue the other one."""
        issued = correct_certificate(certificate=self.certificate, user=self.request.user, **data)  # type: ignore[arg-type]
        messages.success(self.request, pgettext("staff", "The new certificate is issued, and the person is told."))
        return issued
