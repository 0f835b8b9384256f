"""Phone numbers: read as people write them, kept as E.164, shown as people in Romania write them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlencode

import phonenumbers
from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

HOME_REGION = "RO"
_ROMANIA = 40
_SHORT = 4
"""Numbers of up to this many digits (112, 119) are dialled as they are."""


def parse_phone(text: str) -> str:
    """Return a number as E.164 (``+40745123456``), "" for an empty text.

    Numbers without a country are Romanian; digits of any script and 00 for + are understood.
    Raises ``ValueError`` for what can't be a phone number.
    """
    text = text.strip()
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise ValueError(text) from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def format_phone(number: str) -> str:
    """Return a number as people in Romania write it; short numbers such as 112 stay as they are."""
    digits = re.sub(r"\D", "", number)
    if len(digits) <= _SHORT:
        return digits
    parsed = phonenumbers.parse(number, HOME_REGION)
    is_home = parsed.country_code == _ROMANIA
    style = phonenumbers.PhoneNumberFormat.NATIONAL if is_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def dial_target(number: str) -> str:
    """Return what a ``tel:`` link needs: E.164, or the short number itself."""
    digits = re.sub(r"\D", "", number)
    return digits if len(digits) <= _SHORT else parse_phone(number)


@lru_cache(maxsize=1024)
def phone_link(number: str) -> SafeString:
    """Return a number as a link to call, readable from left to right in every language; "" without one."""
    if not number:
        return SafeString("")
    return format_html('<a href="tel:{}"><bdi dir="ltr">{}</bdi></a>', dial_target(number), format_phone(number))


def whatsapp_url(number: str, text: str = "") -> str:
    """Return a link that opens a chat with this number (E.164), with a text to send; "" without a number."""
    digits = re.sub(r"\D", "", number)
    if not digits:
        return ""
    query = f"?{urlencode({'text': text}, quote_via=quote)}" if text else ""
    return f"https://wa.me/{digits}{query}"


class PhoneField(forms.CharField):
    """A phone number, cleaned to E.164. What can't be one is said in plain words."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "dir": "ltr"})
    default_error_messages = {  # noqa: RUF012 - Django's own way
        "phone": _(
            "This does not look like a phone number. Write it like 0712 345 678, or with + and the country code."
        ),
    }

    def to_python(self, value: str | None) -> str:
        """Return the number as E.164."""
        text = super().to_python(value) or ""
        try:
            return parse_phone(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["phone"], code="phone") from error
