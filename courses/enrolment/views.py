"""Enrolling: the form and its receipt. Without an account, without a cookie, without JavaScript."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from courses.catalogue.models import Run
from courses.catalogue.pages import CoursePage
from courses.enrolment.errors import Refused
from courses.enrolment.forms import EnrolmentForm
from courses.enrolment.links import LinkInvalid, make_token, read_token, status_url
from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.enrolment.services import submit_enrolment
from portal import clock, languages
from portal.protection.origin import is_same_origin
from portal.protection.ratelimit import client_address, hit

logger = logging.getLogger(__name__)

ADDRESS_LIMIT = 30
"""Enrolments from one address in an hour: a whole class may sit behind the centre's own network."""
ALTERNATIVES = 3


@csrf_exempt  # checked by Origin instead, so that nothing depends on a cookie: see portal.protection.origin
# For this reader alone and always asked for anew, but not "no-store": Back must show the form as it was typed,
# also where it is the answer to a POST, which a browser can't fetch a second time by itself.
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show the form of a run and take it in. Raises ``Http404`` for a run that readers can't see."""
    language = get_language() or languages.SOURCE_CODE
    run = (
        Run.objects.published()
        .for_list()
        .select_related("centre__organisation", "project__organisation")
        .filter(pk=run_id)
        .first()
    )
    if run is None:
        raise Http404
    context = _run_context(run, language)
    if request.method != "POST":
        if not run.is_open_for_enrolment(clock.today()):
            return _closed(request, context)
        form = EnrolmentForm(run=run, language=language)
        return render(request, "courses/enrol.html", {**context, "form": form, "groups": form.groups})

    form = EnrolmentForm(request.POST, run=run, language=language)
    notice, status = "", 422
    if not is_same_origin(request):
        logger.warning("enrolment form refused: it came from another site")
        notice, status = _("We could not see that this came from our own page. Please check it and send it again."), 403
    elif form.is_valid():
        limit = hit(f"enrol:{client_address(request)}", limit=ADDRESS_LIMIT, window=dt.timedelta(hours=1))
        if limit.allowed:
            try:
                enrolment = submit_enrolment(
                    run=run, submission=form.submission(), submission_id=form.cleaned_data["submission_id"]
                )
            except Refused as refusal:
                return _closed(request, {**context, "refusal": str(refusal)})
            return to_receipt(request, enrolment)
        notice, status = _("Too many enrolments came from here. Please wait a little, or call the centre."), 429
    elif not run.is_open_for_enrolment(clock.today()):
        # Nobody is to mend answers that can't be taken any more.
        return _closed(request, context)
    response = render(
        request,
        "courses/enrol.html",
        {**context, "form": form, "groups": form.groups, "form_notice": notice},
        status=status,
    )
    if status == 429:
        response["Retry-After"] = str(limit.retry_after_seconds)
        logger.warning("enrolment form slowed down")
    return response


def to_receipt(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Lead to the receipt, the one page that says that an enrolment arrived.

    A browser is sent there (303). ``static/js/enrol.js``, which accepts JSON alone, is told where it is
    (201, ``{"received": path}``): so it knows what arrived without loading the page twice.
    """
    receipt = reverse("received", args=[make_token(enrolment, "received")])
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"received": receipt}, status=201)
    return HttpResponseRedirect(receipt, status=303)


def _run_context(run: Run, language: str) -> dict[str, Any]:
    page = CoursePage.by_course(language).get(run.course_id)
    return {
        "run": run,
        "course_page": page,
        "course_title": page.title if page else CoursePage.title_of(run.course, language),
        "centre": run.centre,
        "robots": "noindex",
    }


def _closed(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Say why nobody can enrol, and what else there is: the same course first, then the same kind."""
    run: Run = context["run"]
    today = clock.today()
    runs = Run.objects.open_on(today).exclude(pk=run.pk).filter(course__kind=run.course.kind).for_list()
    ordered = sorted(
        runs, key=lambda other: (other.course_id != run.course_id, other.centre_id != run.centre_id, other.starts_on)
    )
    pages = CoursePage.by_course(get_language() or languages.SOURCE_CODE)
    alternatives = [(other, pages.get(other.course_id)) for other in ordered[:ALTERNATIVES]]
    is_early = run.state == Run.State.OPEN and today < run.opens_on
    return render(
        request,
        "courses/enrol_closed.html",
        {**context, "alternatives": alternatives, "is_early": is_early},
        status=200 if is_early else 410,
    )


@never_cache
@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """Show the reference and what happens next. The link is short-lived and shows no name."""
    try:
        enrolment = Enrolment.objects.for_person().get(reference=read_token(token, "received"))
    except (LinkInvalid, Enrolment.DoesNotExist):
        return render(request, "courses/status_invalid.html", {"robots": "noindex"}, status=404)
    language = get_language() or languages.SOURCE_CODE
    context = {
        "enrolment": enrolment,
        "run": enrolment.run,
        "centre": enrolment.centre,
        "course_title": CoursePage.title_of(enrolment.course, language),
        "reference_display": format_reference(enrolment.reference),
        "status_url": status_url(enrolment, language),
        "has_email": bool(enrolment.person.email),
        "robots": "noindex",
    }
    return render(request, "courses/received.html", context)
