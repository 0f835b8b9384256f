"""What stands at the end of every page: where its figures come from, and how to pass it on."""

from __future__ import annotations

from django import template

from portal.facts.models import Fact
from portal.facts.shown import FactsOfPage, FactSource, sources_of
from portal.facts.tokens import format_fact
from portal.languages import Language
from portal.pages import BasePage
from portal.sharing import Addresses, addresses_of

register = template.Library()


@register.simple_tag(takes_context=True)
def fact_sources(context: template.Context) -> list[FactSource]:
    """Return where the facts come from that the texts above this tag have named. No query."""
    facts = context.get("portal_facts")
    return sources_of(facts.shown.values()) if isinstance(facts, FactsOfPage) else []


@register.filter
def fact_values(source: FactSource, language: Language) -> list[str]:
    """Return the values of a source's facts as the reader's language writes them; addresses say nothing here."""
    return [format_fact(fact, language.code) for fact in source.facts if fact.kind != Fact.Kind.URL]


@register.simple_tag
def addresses(page: BasePage) -> Addresses:
    """Return the addresses of a page, in the language that it is written in."""
    return addresses_of(page.url_path, page.language.code)


@register.filter
def live_languages(page: BasePage) -> int:
    """Return in how many languages a page is live. No query beyond the page's own."""
    return len(page.live_translations)
