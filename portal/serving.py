"""Finding and serving a page: two queries, where Wagtail takes two for every part of the address.

The first finds the page by its whole address, because slugs are the same in every language, and the languages it is
live in; the second reads the page. What isn't found so is left to Wagtail.
"""

from __future__ import annotations

from typing import cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from portal import languages
from portal.pages import BasePage


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the page at this address in the request's language. Raises ``Http404``."""
    page = find_page(request, path, get_language() or "")
    if page is not None:
        # Where Wagtail looks first, so that it doesn't look again.
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    return cast(HttpResponseBase, wagtail_serve(request, path))


def find_page(request: HttpRequest, path: str, code: str) -> BasePage | None:
    """Return the live page at ``path`` below the home page in this language, with all that the frame needs of it."""
    rows = list(
        Page.objects.live()
        .filter(translation_key__in=_keys(_site(request), path.strip("/"), code))
        .values("pk", "content_type_id", "locale__language_code", "url_path")
    )
    own = next((row for row in rows if row["locale__language_code"] == code), None)
    model = ContentType.objects.get_for_id(own["content_type_id"]).model_class() if own else None
    if own is None or model is None or not issubclass(model, BasePage):
        return None
    page = _read(model, own["pk"])
    if page is not None:
        by_code = {row["locale__language_code"]: row["url_path"] for row in rows}
        page.live_translations = {known: by_code[known] for known in languages.CODES if known in by_code}
    return page


def _read(model: type[BasePage], pk: int) -> BasePage | None:
    """Return a page with its language, the rows that its type shows, and what its source says now."""
    source = model.objects.live().filter(
        translation_key=OuterRef("translation_key"), locale__language_code=languages.SOURCE_CODE
    )
    pages: QuerySet[BasePage] = model.objects.select_related("locale", *model.served_with)
    return pages.annotate(source_now=source.order_by().values("content_fingerprint")[:1]).filter(pk=pk).first()


def _keys(site: QuerySet[Site], path: str, code: str) -> QuerySet[Page]:
    """Return the translation key of the page at an address: one, or none. Read by the query that it becomes part of."""
    home = Page.objects.filter(translation_key__in=site.values("root_page__translation_key"))
    if not path:
        return home.order_by().values("translation_key")
    address = Subquery(home.filter(locale__language_code=code).order_by().values("url_path")[:1])
    # The slug has an index, the whole address has none.
    pages = Page.objects.filter(slug=path.rpartition("/")[2], locale__language_code=code)
    return pages.filter(url_path=Concat(address, Value(f"{path}/"))).order_by().values("translation_key")


def _site(request: HttpRequest) -> QuerySet[Site]:
    """Return the site of a request: the one at this host and port, else at this host, else the default one."""
    host, port = split_domain_port(request.get_host())[0], request.get_port()
    fit = Case(
        When(hostname=host, port=port, then=0),
        When(hostname=host, is_default_site=True, then=1),
        When(hostname=host, then=2),
        default=3,
    )
    return Site.objects.filter(Q(hostname=host) | Q(is_default_site=True)).order_by(fit)[:1]
