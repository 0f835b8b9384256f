"""Finding and serving a page: two queries, where Wagtail takes two for every part of the address.

The first finds the page by its whole address, because slugs are the same in every language, and the languages it is
live in; the second reads the page. What isn't found so is left to Wagtail.
"""

from __future__ import annotations

from typing import cast

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from portal import languages
from portal.caching.marks import Parameters, keep, use_only
from portal.pages import BasePage

_FIND = """
    WITH site AS (
        SELECT root_page_id FROM wagtailcore_site WHERE hostname = %(host)s OR is_default_site
        ORDER BY CASE WHEN hostname = %(host)s AND port = %(port)s THEN 0
                      WHEN hostname = %(host)s AND is_default_site THEN 1
                      WHEN hostname = %(host)s THEN 2 ELSE 3 END
        LIMIT 1
    ), home AS (
        SELECT page.translation_key, page.url_path, page.locale_id FROM wagtailcore_page page
        WHERE page.translation_key = (SELECT root.translation_key FROM wagtailcore_page root
                                      JOIN site ON site.root_page_id = root.id)
    ), found AS (
        SELECT translation_key FROM home WHERE %(path)s = ''
        UNION
        -- The slug has an index, the whole address has none.
        SELECT page.translation_key FROM wagtailcore_page page
        JOIN wagtailcore_locale locale ON locale.id = page.locale_id AND locale.language_code = %(code)s
        JOIN home ON home.locale_id = page.locale_id
        WHERE page.slug = %(slug)s AND page.url_path = home.url_path || %(path)s || '/' AND %(path)s <> ''
    )
    SELECT page.id, page.content_type_id, locale.language_code, page.url_path
    FROM wagtailcore_page page
    JOIN wagtailcore_locale locale ON locale.id = page.locale_id
    WHERE page.live AND page.translation_key IN (SELECT translation_key FROM found)
"""
"""The page at an address with the languages it is live in. Written out: to put it together took a tenth of a page.

The site is the one at the request's host and port, else at its host, else the default one.
"""
_SOURCE_NOW = """
    SELECT text.content_fingerprint FROM {table} text
    JOIN wagtailcore_page source ON source.id = text.page_ptr_id AND source.live
    JOIN wagtailcore_locale tongue ON tongue.id = source.locale_id AND tongue.language_code = %s
    WHERE source.translation_key = wagtailcore_page.translation_key LIMIT 1
"""


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the page at this address in the request's language. Raises ``Http404``."""
    page = find_page(request, path, get_language() or "")
    parameters = page.parameters if page is not None else None
    if page is not None:
        if parameters is not None:
            use_only(request, parameters)
        # Where Wagtail looks first, so that it doesn't look again.
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    response = cast(HttpResponseBase, wagtail_serve(request, path))
    if parameters is not None:
        keep(response, parameters)
    elif page is not None and not request.META.get("QUERY_STRING"):
        keep(response, Parameters())
    return response


def find_page(request: HttpRequest, path: str, code: str) -> BasePage | None:
    """Return the live page at ``path`` below the home page in this language, with all that the frame needs of it."""
    if "\0" in path:  # PostgreSQL keeps no NUL, so it can't be asked for one
        return None
    host, port = split_domain_port(request.get_host())[0], request.get_port()
    path = path.strip("/")
    asked: dict[str, str | int] = {
        "host": host,
        "port": int(port),
        "path": path,
        "slug": path.rpartition("/")[2],
        "code": code,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND, asked)
        rows = {known: (pk, kind, url_path) for pk, kind, known, url_path in cursor.fetchall()}
    if code not in rows:
        return None
    pk, kind, _url_path = rows[code]
    model = ContentType.objects.get_for_id(kind).model_class()
    if model is None or not issubclass(model, BasePage):
        return None
    page = _read(model, pk)
    if page is not None:
        by_code = {known: url_path for known, (_pk, _kind, url_path) in rows.items()}
        page.live_translations = {known: by_code[known] for known in languages.CODES if known in by_code}
    return page


def _read(model: type[BasePage], pk: int) -> BasePage | None:
    """Return a page with its language, the rows that its type shows, and what its source says now."""
    pages: QuerySet[BasePage] = model.objects.select_related("locale", *model.served_with)
    source_now = RawSQL(_SOURCE_NOW.format(table=model._meta.db_table), [languages.SOURCE_CODE])  # noqa: S611
    return pages.annotate(source_now=source_now).filter(pk=pk).first()
