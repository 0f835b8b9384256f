"""Error pages in the reader's language, each with the way on."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Page

from portal import languages
from portal.middleware.request_id import current_request_id
from portal.static_files import address
from portal.styles import dress
from portal.views import preferred_language

logger = logging.getLogger(__name__)


def _language(request: HttpRequest) -> str:
    """The language of the address; where it stands under none, the one that ``/`` would choose."""
    code = request.path.split("/")[1] if request.path.count("/") > 1 else ""
    return code if languages.is_supported(code) else preferred_language(request)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: with the languages that this page does exist in, where it only lacks a translation."""
    code = _language(request)
    found = _languages_of(request.path, code)
    template = "errors/not_translated.html" if found else "errors/404.html"
    with translation.override(code):
        return render(request, template, {"existing": found}, status=404)


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
    """Answer 500 without the database: a page that needs nothing but the catalogue."""
    code = _language(request)
    with translation.override(code):
        html = render_to_string(
            "errors/500.html",
            {
                "current_language": languages.get_language(code),
                "request_id": current_request_id(),
                "all_languages": languages.LANGUAGES,
                "favicon": address("icons/favicon.svg"),
            },
        )
    response = HttpResponse(html, status=500)
    # What failed may stand outside the middleware that does this for every other page.
    dress(response)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 with a sentence and the way back."""
    with translation.override(_language(request)):
        return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 with a sentence and the way back."""
    with translation.override(_language(request)):
        return render(request, "errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old: say so in the reader's language.

    Public forms carry no token (they are checked by Origin), so this is met by staff alone.
    """
    logger.warning("form refused: %s", reason)
    with translation.override(_language(request)):
        return render(request, "errors/403.html", {"form_expired": True}, status=403)
