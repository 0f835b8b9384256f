"""What every page about one person's enrolment has in common: who may keep it, and how often one may guess."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from courses.enrolment.links import LIFETIMES, STATUS, reference_in
from courses.enrolment.references import format_reference
from courses.enrolment.status_forms import LookupForm
from portal.protection.ratelimit import RateResult, client_address, hit, strictest

logger = logging.getLogger(__name__)

WINDOW = dt.timedelta(hours=1)
TRIES_OF_AN_ADDRESS = 30
"""In an hour: a whole class may sit behind the centre's own network."""
TRIES_OF_A_REFERENCE = 10
"""In an hour, whether the reference exists or not: the answers must not differ."""
CHANGES_OF_A_CONTACT = 5
CHANGE_WINDOW = dt.timedelta(days=1)
"""Each change is told to the contact that we had: nobody is to get a message for every press of a button."""

View = Callable[..., HttpResponse]


def personal_page(view: View) -> View:
    """Mark a view whose answers are for one person: kept and indexed by nobody, its address told to nobody.

    The forms of such pages carry no token; the view checks where a POST came from, see
    :mod:`portal.protection.origin`.
    """

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def link_invalid(request: HttpRequest, token: str = "", purpose: str = STATUS) -> HttpResponse:
    """Answer a link that is wrong or too old: 404, or 410 where it was ours, with the ways to a new one.

    Who has an old link has its reference too, which it names: the form asks for the contact alone.
    """
    reference = reference_in(token, purpose)
    form = LookupForm(initial={"reference": format_reference(reference)} if reference else None)
    days = LIFETIMES[purpose].days if reference and purpose in LIFETIMES else 0
    context = {"form": form, "is_old": bool(reference), "days": days, "robots": "noindex"}
    return render(request, "courses/status_invalid.html", context, status=410 if reference else 404)


def count_try(request: HttpRequest, reference: str) -> RateResult:
    """Count one try to show that an enrolment is one's own, by address and by reference.

    The result is the stricter of the two. Both are counted whatever the other one says, so that known and
    unknown references cost the same.
    """
    by_address = hit(f"status:{client_address(request)}", limit=TRIES_OF_AN_ADDRESS, window=WINDOW)
    by_reference = hit(f"status:{reference}", limit=TRIES_OF_A_REFERENCE, window=WINDOW)
    return strictest(by_address, by_reference)


def count_change(reference: str) -> RateResult:
    """Count one change of an enrolment's contact or language."""
    return hit(f"contact:{reference}", limit=CHANGES_OF_A_CONTACT, window=CHANGE_WINDOW)


def too_many(result: RateResult) -> str:
    """Return the sentence that says when to try again."""
    minutes = result.retry_after_minutes
    return ngettext(
        "Too many tries. Please try again in %(minutes)s minute, or call us.",
        "Too many tries. Please try again in %(minutes)s minutes, or call us.",
        minutes,
    ) % {"minutes": minutes}


def slow_down(response: HttpResponse, result: RateResult) -> HttpResponse:
    """Make an answer that says so a 429, with the seconds to wait."""
    logger.warning("tries to find an enrolment slowed down")
    response.status_code = 429
    response["Retry-After"] = str(result.retry_after_seconds)
    return response
