"""Sitemaps: an index, and for each language what it has, each address with its sisters in the other languages.

Two queries each, however many pages there are, and a sitemap leaves while it is read. What is no page (the self-check
of Romanian, the question banks) is named by the app that it belongs to, when it is ready; called in a language, it
returns paths that search engines may keep::

    register_addresses(lambda: [reverse("level_check")])
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from portal import languages
from portal.context import public_path
from portal.found.alternates import default_path

MOST_ADDRESSES = 25_000
"""In one sitemap. The protocol allows 50,000 and 50 MB: with its sisters an address takes 1.3 KB."""
AT_ONCE = 500
"""Addresses that are read, and sent, together."""
KEPT_SECONDS = 3600
XML = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"

Addresses = Callable[[], Iterable[str]]

_others: list[Addresses] = []


def register_addresses(addresses: Addresses) -> None:
    """Name addresses that are no pages and exist in every language."""
    _others.append(addresses)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name the sitemaps of the languages that have pages."""
    homes = list(_homes().values_list("path", flat=True))
    rows: dict[str, dict[str, Any]] = {}
    if homes:
        below = Page.objects.live().filter(reduce(or_, (Q(path__startswith=home) for home in homes))).order_by()
        counted = below.values(code=F("locale__language_code")).annotate(pages=Count("pk"), newest=Max(_PUBLISHED))
        rows = {row["code"]: row for row in counted}
    parts = [HEAD, f'<sitemapindex xmlns="{NAMESPACE}">\n']
    for code in languages.CODES:
        if code in rows:
            total = rows[code]["pages"] + (len(_other_paths(code)))
            for part in range(1, -(-total // MOST_ADDRESSES) + 1):
                name = f"sitemap-{code}.xml" if part == 1 else f"sitemap-{code}-{part}.xml"
                parts.append(f"<sitemap><loc>{_public('/' + name)}</loc>{_lastmod(rows[code]['newest'])}</sitemap>\n")
    parts.append("</sitemapindex>\n")
    return HttpResponse("".join(parts), content_type=XML)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def sitemap(request: HttpRequest, code: str, part: str | None = None) -> StreamingHttpResponse:
    """Name what there is in one language. Raises ``Http404`` for a language without a home page, and past its end."""
    home = _homes().filter(locale__language_code=code).values_list("path", flat=True).first()
    first = (int(part or 1) - 1) * MOST_ADDRESSES
    if home is None or first < 0:
        raise Http404
    others = _other_paths(code)[first : first + MOST_ADDRESSES]
    # Pages come after the rest, so that their number needn't be known to cut a part.
    start = max(first - len(_other_paths(code)), 0)
    pages = _pages_below(home)[start : start + MOST_ADDRESSES - len(others)]
    entries = _entries(pages, code, others)
    opening = next(entries, None)
    if opening is None and first:
        raise Http404
    return StreamingHttpResponse(_whole(opening or "", entries), content_type=XML)


_PUBLISHED = "last_published_at"


def _homes() -> QuerySet[Page]:
    """Return the live home pages of the portal, one for each language."""
    site = Site.objects.filter(is_default_site=True)
    return Page.objects.live().filter(translation_key__in=site.values("root_page__translation_key")).order_by("path")


def _pages_below(home: str) -> QuerySet[Page, dict[str, Any]]:
    sisters = Page.objects.live().filter(translation_key=OuterRef("translation_key")).order_by()
    return (
        Page.objects.live()
        .filter(path__startswith=home)
        .order_by("path")
        .values("url_path", _PUBLISHED)
        .annotate(sisters=ArraySubquery(sisters.values(one=JSONObject(code="locale__language_code", path="url_path"))))
    )


def _other_paths(code: str) -> list[str]:
    with translation.override(code):
        return [path for addresses in _others for path in addresses()]


def _whole(opening: str, entries: Iterator[str]) -> Iterator[str]:
    yield f'{HEAD}<urlset xmlns="{NAMESPACE}" xmlns:xhtml="{XHTML}">\n{opening}'
    yield from entries
    yield "</urlset>\n"


def _entries(pages: QuerySet[Page, dict[str, Any]], code: str, others: list[str]) -> Iterator[str]:
    """Yield the entries, some hundred at a time."""
    if others:
        yield "".join(
            _entry(path, {known: f"/{known}{path[len(code) + 1 :]}" for known in languages.CODES}) for path in others
        )
    kept: list[str] = []
    for row in pages.iterator(chunk_size=AT_ONCE):
        found = {one["code"]: public_path(one["path"], one["code"]) for one in row["sisters"]}
        paths = {known: found[known] for known in languages.CODES if known in found}
        kept.append(_entry(paths.get(code) or public_path(row["url_path"], code), paths, row[_PUBLISHED]))
        if len(kept) == AT_ONCE:
            yield "".join(kept)
            kept.clear()
    if kept:
        yield "".join(kept)


def _entry(path: str, sisters: dict[str, str], published: dt.datetime | None = None) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{_public(other)}"/>'
        for code, other in [*sisters.items(), ("x-default", default_path(sisters))]
        if other
    )
    return f"<url><loc>{_public(path)}</loc>{_lastmod(published)}{links}</url>\n"


def _lastmod(moment: dt.datetime | None) -> str:
    return f"<lastmod>{moment:%Y-%m-%dT%H:%M:%S}+00:00</lastmod>" if moment else ""


def _public(path: str) -> str:
    return escape(f"{settings.WAGTAILADMIN_BASE_URL}{path}")
