"""Finding the page of an address: in two queries, where Wagtail asks six times."""

from __future__ import annotations

import contextlib

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.views import serve

HOME_DEPTH = 2
"""Home pages stand below the root; every address under ``/<code>/`` is looked up below them."""


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the page whose whole address this is; slugs are the same in every language, so one look finds it.

    Whatever isn't found so is left to Wagtail, which walks from page to page: addresses that a page answers itself,
    and languages without a home page.
    """
    page = find_page(get_language() or "", path)
    if page is not None:
        with contextlib.suppress(Http404):
            # Where Wagtail keeps what it has found for a request, and looks first.
            request._wagtail_route_for_request = page.route(request, [])  # type: ignore[attr-defined]
    response: HttpResponseBase = serve(request, path)
    return response


def find_page(code: str, path: str) -> Page | None:
    """Return the public page with this address in a language, in its own class. Two queries."""
    slugs = path.strip("/").split("/") if path.strip("/") else []
    pages = Page.objects.live().filter(locale__language_code=code, depth=HOME_DEPTH + len(slugs))
    if slugs:
        pages = pages.filter(slug=slugs[-1])
    # The first part of the tree's own path is the home page's slug, which differs between languages.
    found = next((page for page in pages.select_related("locale") if _below_home(page) == slugs), None)
    if found is None:
        return None
    page: Page = found.specific
    page.locale = found.locale
    return page


def _below_home(page: Page) -> list[str]:
    return str(page.url_path).strip("/").split("/")[1:]
