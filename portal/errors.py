"""Error pages in the reader's language, each with the way on."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Page

from portal import languages
from portal.found.lost import pages_like, words_of
from portal.middleware.request_id import current_request_id
from portal.static_files import address
from portal.styles import dress
from portal.views import preferred_language

logger = logging.getLogger(__name__)

EMERGENCY = "112"
"""The one fact that is written in code: these pages must show it when no row can be read. It is the same number in all
of the European Union (Directive (EU) 2018/1972, article 109), and a test holds it against the row."""
TRY_AGAIN_SECONDS = 60

_LAST_RESORT = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bun venit</title>
<h1>Something went wrong on our side</h1><p>Please try again in a few minutes.
<p lang="ro">Ceva nu a mers la noi. Încercați din nou peste câteva minute.
<p><a href="/">Bun venit</a> · <a href="tel:112">112</a></html>"""
"""Where even templates or catalogues can't be read: no words of ours, but what to do."""


def language_of(request: HttpRequest) -> str:
    """Return the language of the address; where it stands under none, the one that ``/`` would choose."""
    code = request.path.split("/")[1] if request.path.count("/") > 1 else ""
    return code if languages.is_supported(code) else preferred_language(request)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: with the languages that this page does exist in, else with a search and what is called alike."""
    code = language_of(request)
    found = _languages_of(request.path, code)
    context: dict[str, Any] = {"existing": found, "robots": "noindex", "search_in_page": True}
    if not found:
        words = words_of(request.path)
        context.update(query=words, alike=pages_like(words, code))
    template = "errors/not_translated.html" if found else "errors/404.html"
    with translation.override(code):
        return render(request, template, context, status=404)


def _languages_of(path: str, code: str) -> list[dict[str, Any]]:
    """Return the languages that a path exists in. Slugs are the same in every language."""
    rest = path.removeprefix(f"/{code}/").strip("/")
    if not rest or path == rest or "\0" in rest:  # PostgreSQL keeps no NUL, so it can't be asked for one
        return []
    slugs = rest.split("/")
    pages = Page.objects.live().filter(slug=slugs[-1], depth=len(slugs) + 2).values("locale__language_code", "url_path")
    suffix = f"/{rest}/"
    codes = {row["locale__language_code"] for row in pages if row["url_path"].endswith(suffix)}
    return [
        {"language": language, "url": f"/{language.code}/{rest}/"}
        for language in languages.LANGUAGES
        if language.code in codes and language.code != code
    ]


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer our own mistakes by 500, and a database that doesn't answer by 503: try again in a minute.

    The page needs nothing but templates and catalogues; where these fail too, there is one in plain words.
    """
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    code = language_of(request)
    try:
        with translation.override(code):
            page: str = render_to_string(
                "errors/500.html",
                {
                    "current_language": languages.get_language(code),
                    "request_id": "" if is_away else current_request_id(),
                    "all_languages": languages.LANGUAGES,
                    "favicon": address("icons/favicon.svg"),
                    "is_away": is_away,
                    "again": request.get_full_path() if request.method in {"GET", "HEAD"} else "",
                    "emergency": EMERGENCY,
                },
            )
    except Exception:
        logger.exception("the error page failed too")
        page = _LAST_RESORT
    response = HttpResponse(page, status=503 if is_away else 500)
    response["Cache-Control"] = "no-store"
    if is_away:
        response["Retry-After"] = str(TRY_AGAIN_SECONDS)
    # What failed may stand outside the middleware that does this for every other page.
    with suppress(OSError, ValueError):
        dress(response)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 with a sentence and the way back; 413 where it was only too much."""
    is_too_big = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return _refusal(request, "errors/400.html", 413 if is_too_big else 400, is_too_big=is_too_big)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 with a sentence and the way back."""
    return _refusal(request, "errors/403.html", 403)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """Answer 405: an address that only shows something was sent something, or the other way round."""
    return _refusal(request, "errors/405.html", 405)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old: say so in the reader's language.

    Public forms carry no token (they are checked by Origin), so this is met by staff alone.
    """
    logger.warning("form refused: %s", reason)
    return _refusal(request, "errors/403.html", 403, form_expired=True)


def _refusal(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    with translation.override(language_of(request)):
        return render(request, template, {"robots": "noindex", **context}, status=status)
