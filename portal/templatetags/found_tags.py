"""The head of a page for those who find it and pass it on: structured data, and the card of a shared link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from babel.core import get_global
from django import template
from django.utils.safestring import SafeString

from portal import languages
from portal.found.cards import card_path
from portal.found.structured import as_script, describe, things_on
from portal.languages import Language
from portal.pages import BasePage

register = template.Library()


@dataclass(frozen=True)
class Card:
    """What a messenger shows of a shared page; ``image`` is a path."""

    title: str
    description: str
    image: str
    kind: str


@register.simple_tag(takes_context=True)
def structured_data(context: template.Context) -> SafeString:
    """Say to machines what this page is. No query."""
    page = context.get("page")
    things = things_on(page, _flat(context)) if isinstance(page, BasePage) else []
    return as_script(things) if things else SafeString("")


@register.simple_tag(takes_context=True)
def social_card(context: template.Context) -> Card | None:
    """Return the card of this page; nothing where there is no page."""
    page = context.get("page")
    if not isinstance(page, BasePage):
        return None
    kind = "website" if page.search_kind == "section" else "article"
    return Card(page.seo_title or page.title, describe(page, _flat(context)), card_path(page), kind)


@register.simple_tag(takes_context=True)
def description(context: template.Context) -> str:
    """Return the summary of this page as plain text, with its facts."""
    page = context.get("page")
    return describe(page, _flat(context)) if isinstance(page, BasePage) else ""


def _flat(context: template.Context) -> dict[str, Any]:
    return cast("dict[str, Any]", context.flatten())


@register.filter
def og_locale(language: Language) -> str:
    """Return a language with a country, as social networks want it: ``ro_RO``."""
    if language.region:
        return f"{language.code}_{language.region}"
    country = str(get_global("likely_subtags")[language.code]).rpartition("_")[2]
    return f"{language.code}_{country}"


@register.simple_tag
def languages_of(page: BasePage) -> list[Language]:
    """Return the other languages that a page is live in. No query beyond the page's own."""
    return [languages.get_language(code) for code in page.live_translations if code != page.language.code]
