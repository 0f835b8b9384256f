"""Template tags of every app: facts in prose, dates and phones of the reader's language, icons."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date as babel_date
from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import conditional_escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from portal import languages
from portal.context import public_path
from portal.facts.models import Fact
from portal.facts.shown import FactsOfPage
from portal.facts.tokens import TOKEN, facts_of_today, format_fact, replace_tokens
from portal.phones import phone_link, whatsapp_url

register = template.Library()


def _language() -> str:
    code = get_language() or languages.SOURCE_CODE
    return code if languages.is_supported(code) else languages.SOURCE_CODE


def _facts(context: template.Context) -> dict[str, Fact]:
    """Return today's facts: the frame's, which a page reads once and hands on to its blocks."""
    facts: dict[str, Fact] | None = context.get("portal_facts")
    return facts_of_today() if facts is None else facts


def _with_facts(context: template.Context, html: str) -> SafeString:
    """Replace tokens; a text without any doesn't read the facts."""
    if not TOKEN.search(html):
        return mark_safe(html)  # noqa: S308 - callers pass escaped or cleaned HTML
    facts = _facts(context)
    if isinstance(facts, FactsOfPage):
        facts.note(html)
    return replace_tokens(html, facts, _language())


@register.simple_tag(takes_context=True)
def fact(context: template.Context, code: str) -> SafeString:
    """Show one fact, formatted; nothing where it doesn't exist, so that a template can leave its place out."""
    found = _facts(context).get(code)
    return format_fact(found, _language()) if found else SafeString("")


@register.simple_tag(takes_context=True)
def prose(context: template.Context, text: str) -> SafeString:
    """Show one line of plain text: escaped, with facts."""
    return _with_facts(context, str(conditional_escape(text or "")))


@register.simple_tag(takes_context=True)
def paragraphs(context: template.Context, text: str) -> SafeString:
    """Show plain text with its paragraphs and line breaks: escaped, with facts."""
    return _with_facts(context, linebreaks(text or "", autoescape=True))


@register.simple_tag(takes_context=True)
def rich(context: template.Context, value: Any) -> SafeString:
    """Show the value of a rich text block, with facts."""
    return _with_facts(
        context,
        expand_db_html(value.source if hasattr(value, "source") else str(value)),
    )


@register.filter
def page_path(page: Page) -> str:
    """Return the address of a page in the reader's language, without asking the database for its site."""
    return public_path(page.url_path, _language())


@register.filter
def local_date(value: dt.date | dt.datetime | None, style: str = "long") -> str:
    """Show a date in the reader's language. Styles: ``long``, ``medium``, ``weekday`` (with its day),
    ``day`` (weekday alone). Latin digits.
    """
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    return _date(day, style, languages.get_language(_language()).cldr_locale)


@lru_cache(maxsize=2048)
def _date(day: dt.date, style: str, locale: str) -> str:
    skeletons = {"long": "long", "medium": "medium", "weekday": "full", "day": "EEEE"}
    return babel_date(day, format=skeletons[style], locale=locale)


@register.filter
def local_time(value: dt.datetime | dt.time | None) -> str:
    """Show a time of the day in Europe/Bucharest, 24 hours, Latin digits."""
    if value is None:
        return ""
    moment = timezone.localtime(value).time() if isinstance(value, dt.datetime) else value
    return f"{moment:%H:%M}"


@register.filter
def phone(value: Any) -> SafeString:
    """Show a phone number as a link to call, readable from left to right in every language."""
    return phone_link(str(value or ""))


@register.filter
def whatsapp(value: Any) -> str:
    """Return the address that opens a chat with this number on WhatsApp."""
    return whatsapp_url(str(value))


@register.filter
def megabytes(size: int) -> str:
    """Show a size in bytes as megabytes with one decimal, Latin digits, at least 0.1."""
    return f"{max(size / 1_000_000, 0.1):.1f}"


@register.filter
def kilobytes(picture: Any) -> int:
    """Return how many kilobytes a picture (an image or a rendition of it) is, at least 1."""
    size = getattr(picture, "file_size", None) or picture.file.size
    return max(round(size / 1000), 1)


@register.filter
def minutes(seconds: int) -> str:
    """Show a length in seconds as m:ss."""
    return f"{seconds // 60}:{seconds % 60:02d}"


@register.filter
def language_of(code: str) -> languages.Language:
    """Return the language with this code."""
    return languages.get_language(code)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Put an icon of ``static/icons`` into the page: inline, in the text's colour, silent to screen readers."""
    return _icon(name)


@lru_cache(maxsize=128)
def _icon(name: str) -> SafeString:
    path = Path(settings.BASE_DIR) / "static" / "icons" / f"{name}.svg"
    return mark_safe(path.read_text(encoding="utf-8").strip())  # noqa: S308 - our own files
