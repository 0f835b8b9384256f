"""What machines read of a page (schema.org as JSON-LD): made of what the page has read already, without a query.

A page type says what it is in :meth:`portal.pages.BasePage.structured_data`, from the context of its template. The way
to it (``BreadcrumbList``) is added for all. What isn't on the page isn't said, and it is short: it weighs on every
first visit.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext

from portal.context import public_path
from portal.facts.tokens import TOKEN, replace_tokens
from portal.pages import BasePage

Thing = dict[str, Any]
Context = Mapping[str, Any]

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
"""So that no text can end the script that it stands in."""


def as_script(things: list[Thing]) -> SafeString:
    """Return things as a block of data: no browser runs it, and no text of theirs leaves it."""
    whole = things[0] if len(things) == 1 else {"@graph": things}
    data = json.dumps({"@context": "https://schema.org", **whole}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(f'<script type="application/ld+json">{data.translate(_ESCAPES)}</script>')  # noqa: S308 - escaped


def absolute(path: str) -> str:
    """Return an address of this site as others need it."""
    return path if "://" in path else f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def public_address(page: BasePage) -> str:
    """Return the whole address of a page, in its language."""
    return absolute(public_path(page.url_path, page.language.code))


def plain(text: str, context: Context, *, most: int = 0) -> str:
    """Return a text of a page as plain text: facts in it, cut between words where it is longer than ``most``."""
    if TOKEN.search(text):
        facts = context.get("portal_facts") or {}
        text = html.unescape(strip_tags(replace_tokens(escape(text), facts, context["current_language"].code)))
    text = " ".join(text.split())
    return Truncator(text).chars(most) if most else text


def describe(page: BasePage, context: Context) -> str:
    """Return a page's summary, as lists and shared links show it."""
    return plain(page.search_description or page.summary, context)


def publisher() -> Thing:
    """Return who speaks here: the portal."""
    return {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": absolute("/")}


def site_things(context: Context) -> list[Thing]:
    """Return the portal itself, and how it is searched: for the first page."""
    code = context["current_language"].code
    return [
        {**publisher(), "logo": absolute(static("icons/favicon.svg"))},
        {
            "@type": "WebSite",
            "name": settings.WAGTAIL_SITE_NAME,
            "url": absolute(f"/{code}/"),
            "inLanguage": code,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": absolute(f"/{code}/search/?q={{q}}")},
                "query-input": "required name=q",
            },
        },
    ]


def article(page: BasePage, context: Context) -> Thing:
    """Return a page of text."""
    thing: Thing = {
        "@type": "Article",
        "headline": page.title,
        "description": describe(page, context),
        "inLanguage": page.language.code,
        "author": publisher(),
    }
    if page.last_published_at:
        thing["dateModified"] = page.last_published_at.date().isoformat()
    return thing


def breadcrumbs(page: BasePage, context: Context) -> Thing | None:
    """Return the way to a page, as its head shows it; the first page has none."""
    code = page.language.code
    path = public_path(page.url_path, code)
    if path == f"/{code}/":
        return None
    way = [(gettext("Home"), f"/{code}/")]
    way += [
        (entry["title"], entry["url"])
        for entry in context.get("navigation", [])
        if path.startswith(entry["url"]) and path != entry["url"]
    ]
    way += [*page.trail(), (page.title, path)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": absolute(address)}
            for number, (title, address) in enumerate(way, start=1)
        ],
    }


def things_on(page: BasePage, context: Context) -> list[Thing]:
    """Return all that is said of a page."""
    way = breadcrumbs(page, context)
    return [*page.structured_data(context), *([way] if way else [])]
