"""Passing a page on: its address, its QR code, and a page to show across a desk.

Only addresses of live pages are encoded: a code that could lead anywhere would lend our name to everybody.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal import languages
from portal.caching.marks import kept_for_everybody
from portal.context import public_path
from portal.pages import BasePage
from portal.serving import find_page

KEPT_SECONDS = 3600
"""The code of an address never changes; whether there is a page behind it does."""


@dataclass(frozen=True)
class Addresses:
    """Where a page is, from outside and on this site, and where its code is."""

    public: str
    path: str
    qr: str
    show: str


def addresses_of(url_path: str, code: str) -> Addresses:
    """Return the addresses of a page by its path in the tree, in a language."""
    path = public_path(url_path, code)
    rest = path.removeprefix(f"/{code}/")
    return Addresses(
        public=f"{settings.WAGTAILADMIN_BASE_URL}{path}",
        path=path,
        qr=f"/{code}/qr/{rest}",
        show=f"/{code}/show/{rest}",
    )


@require_safe
@kept_for_everybody()
@cache_control(public=True, max_age=KEPT_SECONDS)
def qr(request: HttpRequest, path: str) -> HttpResponse:
    """Return the QR code of a live page's address, as a picture. Raises ``Http404``."""
    page = _page(request, path)
    address = addresses_of(page.url_path, page.language.code).public
    return HttpResponse(qr_svg(address), content_type="image/svg+xml")


@require_safe
@kept_for_everybody()
def show(request: HttpRequest, path: str) -> HttpResponse:
    """Show a page's code and address, large: to be scanned from this screen, or printed. Raises ``Http404``."""
    page = _page(request, path)
    others = [
        (languages.get_language(code), addresses_of(url_path, code).show)
        for code, url_path in page.live_translations.items()
    ]
    addresses = addresses_of(page.url_path, page.language.code)
    context = {"shown": page, "addresses": addresses, "others": others, "robots": "noindex"}
    return render(request, "portal/show_page.html", context)


def _page(request: HttpRequest, path: str) -> BasePage:
    page = find_page(request, path, get_language() or "")
    if page is None:
        raise Http404
    return page


@lru_cache(maxsize=256)
def qr_svg(address: str) -> bytes:
    """Return an address as a QR code: black on white with its margin, in whatever size it is shown."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, omitsize=True, border=4, dark="#000", light="#fff"
    )
    return drawn.getvalue()
