"""The ways to the status page for who has no link: the reference with a contact, or the link sent again.

Nothing that can be typed in here tells whether somebody is enrolled: known and unknown get the same
answers, after the same work, and the same limits.
"""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.enrolment.contacts import is_contact_of
from courses.enrolment.link_requests import send_links
from courses.enrolment.links import status_path
from courses.enrolment.models import Enrolment
from courses.enrolment.personal_pages import count_try, personal_page, slow_down, too_many
from courses.enrolment.status_forms import ContactForm, LookupForm
from portal import languages
from portal.protection.origin import is_same_origin
from portal.protection.ratelimit import client_address

logger = logging.getLogger(__name__)

METHODS = ["GET", "HEAD", "POST"]


def not_from_here() -> str:
    """Return the sentence for a form that another site may have sent."""
    return _("We could not see that this came from our own page. Please check it and send it again.")


@personal_page
@require_http_methods(METHODS)
def status_lookup(request: HttpRequest) -> HttpResponse:
    """Find an enrolment by its reference and a contact, and lead to its status page."""
    if request.method != "POST":
        return _lookup(request, LookupForm())
    form = LookupForm(request.POST)
    if not is_same_origin(request):
        return _lookup(request, form, notice=not_from_here(), code=403)
    if not form.is_valid():
        return _lookup(request, form, code=422)
    reference = form.cleaned_data["reference"]
    tries = count_try(request, reference)
    if not tries.allowed:
        return slow_down(_lookup(request, form, notice=too_many(tries)), tries)
    enrolment = Enrolment.objects.filter(reference=reference).select_related("person").first()
    if not is_contact_of(enrolment.person if enrolment else None, form.given) or enrolment is None:
        return _lookup(request, form, is_unknown=True, code=422)
    return HttpResponseRedirect(status_path(enrolment, get_language() or languages.SOURCE_CODE), status=303)


def _lookup(
    request: HttpRequest, form: LookupForm, *, notice: str = "", is_unknown: bool = False, code: int = 200
) -> HttpResponse:
    context = {"form": form, "form_notice": notice, "is_unknown": is_unknown, "robots": "noindex"}
    return render(request, "courses/lookup.html", context, status=code)


@personal_page
@require_http_methods(METHODS)
def status_link(request: HttpRequest) -> HttpResponse:
    """Send the link again to a contact, if we know it. The answer is the same if we don't."""
    if request.method != "POST":
        if "sent" in request.GET:
            return render(request, "courses/lookup_link_sent.html", {"robots": "noindex"})
        return _link(request, ContactForm())
    form = ContactForm(request.POST)
    if not is_same_origin(request):
        return _link(request, form, notice=not_from_here(), code=403)
    if not form.is_valid():
        return _link(request, form, code=422)
    allowed = send_links(contact=form.given, address=client_address(request))
    if not allowed.allowed:
        return slow_down(_link(request, form, notice=too_many(allowed)), allowed)
    return HttpResponseRedirect(f"{request.path}?sent", status=303)


def _link(request: HttpRequest, form: ContactForm, *, notice: str = "", code: int = 200) -> HttpResponse:
    context = {"form": form, "form_notice": notice, "robots": "noindex"}
    return render(request, "courses/lookup_link.html", context, status=code)
