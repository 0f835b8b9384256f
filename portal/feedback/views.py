"""Was this page helpful? Two buttons on every page, and a page of thanks that takes a comment.

Pages are cached and the same for everybody, so that their form has neither token nor time in it: it is checked by
Origin and slowed down by rate limits. The comment's form is on a page of its own and has all of that.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from portal.context import public_path
from portal.feedback.forms import CommentForm
from portal.feedback.models import Feedback
from portal.feedback.services import DOUBLE, add_comment, record_vote
from portal.protection.origin import is_same_origin
from portal.protection.ratelimit import RateResult, client_address, hit

logger = logging.getLogger(__name__)

VOTES_AN_HOUR = 60
"""From one address: a whole class may sit behind the centre's own network."""
COMMENTS_AN_HOUR = 20
OLDEST_VOTE = dt.timedelta(days=1)
"""So long a comment can be added to a vote."""
YES, NO = "yes", "no"

_signer = TimestampSigner(salt="portal.feedback")


@csrf_exempt  # checked by Origin instead: the page that it is sent from is cached
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Keep a vote on a live page and lead to the thanks. Else ask once more. Raises ``Http404``."""
    code = get_language() or ""
    page = get_object_or_404(Page.objects.live(), translation_key=key, locale__language_code=code, depth__gt=1)
    path = public_path(page.url_path, code)
    notice, status = "", 200
    answer = request.POST.get("helpful")
    if request.method == "POST":
        if not is_same_origin(request):
            notice, status = _("We could not see that this came from our own page. Please send it again."), 403
        elif answer not in {YES, NO}:
            status = 422
        elif not (limit := _count(request, "vote", VOTES_AN_HOUR)).allowed:
            notice, status = _too_many(limit), 429
        else:
            again = hit(f"feedback:{client_address(request)}:{key}:{answer}", limit=1, window=DOUBLE)
            feedback = record_vote(
                translation_key=key,
                path=path[:255],
                language=code,
                is_helpful=answer == YES,
                is_repeated=not again.allowed,
            )
            return _to_thanks(feedback)
        logger.info("vote on a page not taken: %s", status)
    context = {"asked": page, "path": path, "notice": notice, "robots": "noindex"}
    return render(request, "feedback/ask.html", context, status=status)


@csrf_exempt  # checked by Origin instead, like every public form
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Thank for a vote and take a comment on it. Raises ``Http404`` for a token that is no more."""
    feedback = _voted(token)
    form = CommentForm(request.POST if request.method == "POST" else None)
    notice, status = "", 200
    if request.method == "POST":
        status = 422
        if not is_same_origin(request):
            notice, status = _("We could not see that this came from our own page. Please send it again."), 403
        elif form.is_valid():
            limit = _count(request, "comment", COMMENTS_AN_HOUR)
            if limit.allowed:
                kept = add_comment(feedback=feedback, comment=form.cleaned_data["comment"], suspicion=form.suspicion())
                return _to_thanks(kept)
            notice, status = _too_many(limit), 429
    page = Page.objects.live().filter(translation_key=feedback.translation_key, locale__language_code=feedback.language)
    context = {
        "feedback": feedback,
        "asked": page.first(),
        "form": form,
        "notice": notice,
        "is_sent": bool(feedback.comment) and request.method != "POST",
        "robots": "noindex",
    }
    return render(request, "feedback/thanks.html", context, status=status)


def _count(request: HttpRequest, what: str, limit: int) -> RateResult:
    return hit(f"feedback:{what}:{client_address(request)}", limit=limit, window=dt.timedelta(hours=1))


def _too_many(limit: RateResult) -> str:
    return ngettext(
        "Too many answers came from here. Please try again in %(minutes)s minute.",
        "Too many answers came from here. Please try again in %(minutes)s minutes.",
        limit.retry_after_minutes,
    ) % {"minutes": limit.retry_after_minutes}


def _to_thanks(feedback: Feedback) -> HttpResponse:
    token = _signer.sign(str(feedback.pk))
    return HttpResponseRedirect(reverse("page_feedback_thanks", args=[token]), status=303)


def _voted(token: str) -> Feedback:
    try:
        pk = _signer.unsign(token, max_age=OLDEST_VOTE)
    except BadSignature as error:
        raise Http404 from error
    return get_object_or_404(Feedback, pk=int(pk))
