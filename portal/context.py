"""What the frame of every public page shows: languages, navigation, facts such as the emergency numbers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page

from portal import languages
from portal.facts.shown import FactsOfPage
from portal.facts.tokens import facts_of_today


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context. Everything that reads the database is lazy: the admin never pays for it."""
    code = get_language() or languages.SOURCE_CODE
    current = languages.get_language(code) if languages.is_supported(code) else languages.get_language("en")
    entries = SimpleLazyObject(lambda: navigation(current.code))
    return {
        "current_language": current,
        "all_languages": languages.LANGUAGES,
        "navigation": entries,
        "sections": SimpleLazyObject(lambda: {entry["slug"]: entry["url"] for entry in entries}),
        "portal_facts": SimpleLazyObject(lambda: FactsOfPage(facts_of_today())),
        "is_demo": settings.DEMO,
        "public_url": settings.WAGTAILADMIN_BASE_URL,
    }


def public_path(url_path: str, code: str) -> str:
    """Return the public path of a page in a language: ``/<code>/...``, slugs are the same in every language.

    ``url_path`` is the tree's own path, which starts with the slug of the language's home page.
    """
    _, _, rest = url_path.strip("/").partition("/")
    return f"/{code}/{rest}/" if rest else f"/{code}/"


def navigation(code: str) -> list[dict[str, Any]]:
    """Return title, slug and address of the sections and plain pages in one language. One query.

    Addresses follow from the contract ``/<code>/<slug>/``: home pages stand at depth 2, their
    sections at depth 3.
    """
    pages = (
        Page.objects.live()
        .filter(depth=3, locale__language_code=code)
        .order_by("path")
        .values("title", "slug", "show_in_menus")
    )
    return [
        {
            "title": row["title"],
            "slug": row["slug"],
            "in_menu": row["show_in_menus"],
            "url": f"/{code}/{row['slug']}/",
        }
        for row in pages
    ]
