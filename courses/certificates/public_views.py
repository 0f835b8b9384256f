"""Checking a certificate: for whoever is shown a paper, in twelve languages, without an account.

The page says no more than is needed to compare it with the paper: of the name only the first letters.
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.catalogue.models import Course
from courses.certificates.codes import format_code, parse_code
from courses.certificates.models import Certificate
from courses.certificates.printing import pdf_response
from courses.certificates.public_forms import CodeForm
from courses.enrolment.links import STATUS, LinkInvalid, read_token
from courses.enrolment.models import Enrolment
from courses.enrolment.personal_pages import link_invalid, personal_page, slow_down, too_many
from courses.enrolment.status_page import StatusPage
from portal.pdf import PdfUnavailable
from portal.protection.ratelimit import client_address, hit

CHECKS = 120
"""In an hour from one address: somebody checks the papers of whole classes. A code can't be guessed anyway."""
WINDOW = dt.timedelta(hours=1)
FILE_NAME = "certificate"


@personal_page
@require_safe
def check_certificate(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead to its page."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if not form.is_valid():
        return _ask(request, form, code=422 if form.is_bound else 200)
    return HttpResponseRedirect(reverse("certificate", args=[format_code(form.cleaned_data["code"])]))


@personal_page
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a certificate is valid, was taken back, or doesn't exist (404)."""
    checks = hit(f"certificate:{client_address(request)}", limit=CHECKS, window=WINDOW)
    if not checks.allowed:
        return slow_down(_ask(request, CodeForm(), notice=too_many(checks)), checks)
    try:
        found = Certificate.objects.select_related("organisation").get(code=parse_code(code))
    except (ValueError, Certificate.DoesNotExist):
        return _ask(request, CodeForm(initial={"code": code}), is_unknown=True, code=404)
    kind = Course.Kind(found.course_kind).label
    context = {"certificate": found, "kind": kind, "robots": "noindex"}
    return render(request, "certificates/check_result.html", context)


@personal_page
@require_safe
def status_certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Give a person their valid certificate as PDF, behind the link of their status page."""
    try:
        reference = read_token(token, STATUS)
        enrolment = Enrolment.objects.for_person().select_related("county").get(reference=reference)
        found = Certificate.objects.valid().for_printing().get(enrolment=enrolment)
    except (LinkInvalid, Enrolment.DoesNotExist, Certificate.DoesNotExist):
        return link_invalid(request)
    try:
        return pdf_response([found], f"{FILE_NAME}-{found.number}")
    except PdfUnavailable:
        notice = _("We cannot make this file at the moment. Please ask the centre for your certificate on paper.")
        return StatusPage(request, token, enrolment, notice=notice).respond(503)


def _ask(
    request: HttpRequest, form: CodeForm, *, notice: str = "", is_unknown: bool = False, code: int = 200
) -> HttpResponse:
    context = {"form": form, "form_notice": notice, "is_unknown": is_unknown, "robots": "noindex"}
    return render(request, "certificates/check.html", context, status=code)
