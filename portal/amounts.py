"""Amounts of money and percentages as the reader's language writes them, in Latin digits."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_decimal
from babel.numbers import format_percent as babel_percent
from django.utils import translation
from django.utils.translation import gettext as _

LATIN_DIGITS = "latn"
"""Numbers, phones and dates are shown in Latin digits: they must match what people see on papers."""


def format_lei(value: Decimal | int, language: str) -> str:
    """Return an amount in the Romanian currency."""
    amount = format_decimal(value, locale=language, numbering_system=LATIN_DIGITS)
    with translation.override(language):
        # Translators: an amount of money in the Romanian currency, as prices show it in Romania.
        return _("%(amount)s lei") % {"amount": amount}


def format_percent(value: Decimal | int, language: str) -> str:
    """Return a number of hundredths."""
    return babel_percent(Decimal(value) / 100, locale=language, numbering_system=LATIN_DIGITS)
