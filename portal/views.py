"""The addresses that belong to no page: the choice of a language, and the health check."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import languages

logger = logging.getLogger(__name__)

LANGUAGE_COOKIE = "portal_language"
LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600


def preferred_language(request: HttpRequest) -> str:
    """Return the language to greet a visitor in: their own choice, else their browser's, else English.

    English rather than Romanian is the last resort: whoever's languages we don't speak is more likely
    to read English.
    """
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if languages.is_supported(chosen):
        return chosen
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        code = wanted.split("-")[0]
        if languages.is_supported(code):
            return code
    return "en"


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Send ``/`` on to the home page in the visitor's language."""
    response = HttpResponseRedirect(f"/{preferred_language(request)}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
@never_cache
def switch_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember a visitor's language for ``/`` and go on to ``next``, a path of this site.

    The cookie is the only one that a reader gets, and only ``/`` reads it. Raises ``Http404`` for a
    language that the portal doesn't speak.
    """
    if not languages.is_supported(code):
        raise Http404
    target = request.GET.get("next", "")
    is_own = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    response = HttpResponseRedirect(target if is_own else f"/{code}/")
    response.set_cookie(
        LANGUAGE_COOKIE,
        code,
        max_age=LANGUAGE_COOKIE_SECONDS,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask for ``/favicon.ico`` to the picture, so that the page tree is never asked."""
    return HttpResponseRedirect(static("icons/favicon.svg"))


_HOME_PAGES = """
    SELECT count(*) FROM wagtailcore_site site
    JOIN wagtailcore_page page ON page.id = site.root_page_id AND page.live
    JOIN django_content_type kind ON kind.id = page.content_type_id AND kind.app_label = 'home'
"""
"""Sites whose home page is one of ours: Wagtail's own first page stands there before the tables are complete."""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 once the portal serves, else 503 with the reason."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_HOME_PAGES)
            (home_pages,) = cursor.fetchone()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        logger.error("health check: the database doesn't answer: %s", reason)
        return JsonResponse({"status": "unavailable", "reason": "The database doesn't answer."}, status=503)
    if not home_pages:
        return JsonResponse({"status": "unavailable", "reason": "There is no home page yet."}, status=503)
    return JsonResponse({"status": "ok"})
