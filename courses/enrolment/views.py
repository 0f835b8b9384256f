"""Enrolling: the form and its receipt. Without an account, without a cookie, without JavaScript."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from courses.catalogue.alternatives import alternatives_to
from courses.catalogue.models import Run
from courses.catalogue.pages import CoursePage
from courses.enrolment.errors import Refused
from courses.enrolment.forms import EnrolmentForm
from courses.enrolment.forms.person import PersonForm
from courses.enrolment.links import RECEIVED, LinkInvalid, make_token, read_token, status_url
from courses.enrolment.models import Enrolment
from courses.enrolment.personal_pages import link_invalid
from courses.enrolment.references import format_reference
from courses.enrolment.services import submit_enrolment
from portal import clock, languages
from portal.protection.origin import is_same_origin
from portal.protection.ratelimit import RateResult, client_address, hit

logger = logging.getLogger(__name__)

ADDRESS_LIMIT = 30
"""Enrolments from one address in an hour: a whole class may sit behind the centre's own network."""


READ_BY_POST = [
    *("state", "rule", "opens_on", "closes_on", "last_entry_on", "audience", "childcare", "priority_groups"),
    *("course__kind", "centre__organisation", "project__organisation", "project__eligible_statuses"),
]
"""What the form and its service need to know of a run: wide rows cost as much as more queries."""


@csrf_exempt  # checked by Origin instead, so that nothing depends on a cookie: see portal.protection.origin
# For this reader alone and always asked for anew, but not "no-store": Back must show the form as it was typed,
# also where it is the answer to a POST, which a browser can't fetch a second time by itself.
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show the form of a run and take it in. Raises ``Http404`` for a run that readers can't see."""
    language = get_language() or languages.SOURCE_CODE
    if request.method != "POST":
        run = _shown(run_id)
        if not run.is_open_for_enrolment(clock.today()):
            return _closed(request, run, language)
        form = EnrolmentForm(run=run, language=language, initial=asked_for(request))
        return render(request, "courses/enrol.html", {**_run_context(run, language), "form": form})

    # What only the page shows (places, meetings, titles) is read when there is a page to show.
    narrow = Run.objects.published().select_related("course", "centre", "project").only(*READ_BY_POST)
    run = get_object_or_404(narrow, pk=run_id)
    form = EnrolmentForm(request.POST, run=run, language=language)
    if not run.is_open_for_enrolment(clock.today()) and not form.is_valid():
        # Nobody is to mend answers that can't be taken any more.
        return _closed(request, _shown(run_id), language)

    def context() -> dict[str, Any]:
        form.is_valid()  # what came from elsewhere hasn't been looked at yet
        status = form.cleaned_data.get("status", "")
        form.run = _shown(run_id)
        alternatives = _alternatives(run, status=status) if form.misfits else []
        return {**_run_context(form.run, language), "alternatives": alternatives}

    try:
        return receive(
            request,
            form,
            template="courses/enrol.html",
            context=context,
            is_ready=lambda: not form.misfits,
            keep=lambda: submit_enrolment(
                run=run, submission=form.submission(), submission_id=form.cleaned_data["submission_id"]
            ),
        )
    except Refused as refusal:
        return _closed(request, _shown(run_id), language, refusal=str(refusal))


def _shown(run_id: int) -> Run:
    """Return a run with all that a page shows of it. Raises ``Http404`` for one that readers can't see."""
    runs = Run.objects.published().for_list().select_related("centre__organisation", "project__organisation")
    return get_object_or_404(runs, pk=run_id)


def asked_for(request: HttpRequest) -> dict[str, Any]:
    """Return what the address brings along: the result of a self-check."""
    return {"level_check": request.GET.get("level_check", "")}


def receive(
    request: HttpRequest,
    form: PersonForm,
    *,
    template: str,
    context: Callable[[], dict[str, Any]],
    keep: Callable[[], Enrolment],
    is_ready: Callable[[], bool] = lambda: True,
) -> HttpResponse:
    """Take a form in that was sent: lead to the receipt, or show it as it was typed with what to mend.

    ``keep`` writes the enrolment of a valid form; what it raises goes on to the caller. Where ``is_ready``
    says no, a valid form is shown once more.
    """
    notice, status, retry_after = "", 422, 0
    if not is_same_origin(request):
        logger.warning("enrolment form refused: it came from another site")
        notice, status = _("We could not see that this came from our own page. Please check it and send it again."), 403
    elif form.is_valid() and is_ready():
        limit = hit(f"enrol:{client_address(request)}", limit=ADDRESS_LIMIT, window=dt.timedelta(hours=1))
        if limit.allowed:
            return to_receipt(request, keep())
        logger.warning("enrolment form slowed down")
        notice, status, retry_after = _too_many(limit), 429, limit.retry_after_seconds
    response = render(request, template, {**context(), "form": form, "form_notice": notice}, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def _too_many(limit: RateResult) -> str:
    return ngettext(
        "Too many enrolments came from here. Please try again in %(minutes)s minute, or call the centre.",
        "Too many enrolments came from here. Please try again in %(minutes)s minutes, or call the centre.",
        limit.retry_after_minutes,
    ) % {"minutes": limit.retry_after_minutes}


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


def _closed(request: HttpRequest, run: Run, language: str, *, refusal: str = "") -> HttpResponse:
    """Say why nobody can enrol, and what else there is."""
    is_early = run.state == Run.State.OPEN and clock.today() < run.opens_on
    return render(
        request,
        "courses/enrol_closed.html",
        {**_run_context(run, language), "alternatives": _alternatives(run), "is_early": is_early, "refusal": refusal},
        status=200 if is_early else 410,
    )


def _alternatives(run: Run, *, status: str = "") -> list[tuple[Run, CoursePage | None]]:
    """Return other runs that take people now, the nearest first, each with its course's page."""
    pages = CoursePage.by_course(get_language() or languages.SOURCE_CODE)
    return [(other, pages.get(other.course_id)) for other in alternatives_to(run, clock.today(), status=status)]


@never_cache
@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """Show the reference and what happens next. The link is short-lived and shows no name."""
    try:
        enrolment = Enrolment.objects.for_person().get(reference=read_token(token, "received"))
    except LinkInvalid:
        return link_invalid(request, token, RECEIVED)
    except Enrolment.DoesNotExist:
        return link_invalid(request)
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
