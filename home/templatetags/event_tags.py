"""Pieces of dates, as a leaf of a calendar shows them, and sizes of files."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from django import template
from django.utils.translation import get_language

from portal import languages

register = template.Library()

KILOBYTE, MEGABYTE = 1_000, 1_000_000


@register.filter
def date_part(day: dt.date, pattern: str) -> str:
    """Show a part of a day in the reader's language, by a pattern of CLDR (``EEE``, ``d``, ``LLL``). Latin digits."""
    code = get_language() or languages.SOURCE_CODE
    locale = languages.get_language(code if languages.is_supported(code) else languages.SOURCE_CODE).cldr_locale
    return format_date(day, format=pattern, locale=locale)


@register.filter
def file_size(size: int | None) -> str:
    """Show a size in bytes as people read it before they pay for it, Latin digits; "" where nobody knows it."""
    if not size:
        return ""
    if size < MEGABYTE:
        return f"{max(round(size / KILOBYTE), 1)} KB"
    return f"{size / MEGABYTE:.1f} MB"
