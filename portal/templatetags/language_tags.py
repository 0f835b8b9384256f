"""The same page in other languages: for the switcher, and for search engines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.urls import reverse

from portal import languages
from portal.context import public_path
from portal.found.alternates import default_path
from portal.pages import BasePage

register = template.Library()

LONGEST_QUERY = 200
"""A longer query is not a choice of the finder: it isn't carried over."""


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the switcher. ``path`` is this page in that language, "" where it doesn't exist."""

    language: languages.Language
    path: str
    switch_url: str
    is_current: bool


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[LanguageLink]:
    """Return every language with the address that switches to it: to this same page where it exists
    in that language, else to the home page.
    """
    request: HttpRequest | None = context.get("request")
    paths = _paths(context.get("page"), request)
    query = request.META.get("QUERY_STRING", "") if request and request.method == "GET" else ""
    suffix = f"?{query}" if query and len(query) <= LONGEST_QUERY else ""
    current = context.get("current_language")
    return [
        LanguageLink(
            language=language,
            path=paths.get(language.code, ""),
            switch_url=_switch_url(language.code, paths.get(language.code, ""), suffix),
            is_current=language == current,
        )
        for language in languages.LANGUAGES
    ]


@register.filter
def are_foreign(links: list[LanguageLink]) -> bool:
    """Whether the page that is shown does not exist in the reader's language: Wagtail serves the source
    under a language that has no home page yet.
    """
    return any(link.is_current and not link.path for link in links)


@register.filter
def default_of(links: list[LanguageLink]) -> str:
    """Return the path that a search engine offers to readers of other languages; "" where there is none."""
    return default_path({link.language.code: link.path for link in links if link.path})


@register.filter
def path_in(links: list[LanguageLink], code: str) -> str:
    """Return the path of this page in a language, "" where it isn't there."""
    return next((link.path for link in links if link.language.code == code), "")


def _switch_url(code: str, path: str, suffix: str) -> str:
    url = _switch(code)
    return f"{url}?{urlencode({'next': path + suffix}, safe='/')}" if path else url


@lru_cache(maxsize=64)
def _switch(code: str) -> str:
    return reverse("switch_language", args=[code])


def _paths(page: object, request: HttpRequest | None) -> dict[str, str]:
    """Return the path in every language that has one. A view exists in all of them, an unknown page in none."""
    if isinstance(page, BasePage):
        return {code: public_path(url_path, code) for code, url_path in page.live_translations.items()}
    match = request.resolver_match if request else None
    if request is None or match is None or match.url_name == "wagtail_serve":
        return {}
    code, _, rest = request.path.lstrip("/").partition("/")
    return {known: f"/{known}/{rest}" for known in languages.CODES} if languages.is_supported(code) else {}
