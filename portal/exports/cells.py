"""What a cell of an exported table holds. Text that people typed must not become a formula where it is opened.

Spreadsheets take a text for a formula that begins with = + - or @ (OWASP, CSV injection), also behind spaces,
invisible characters or quotation marks, and also within a text once a file is cut at another separator than ours.
An apostrophe in front keeps it a text. A phone or a negative number begins so as well and stays what it is.
"""

from __future__ import annotations

import datetime as dt
import re

import phonenumbers
from django.utils import timezone

_STARTS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212"
"""What begins a formula, also in East Asian widths, which some programs read alike."""
_DROPPED = r"""[\s"\ufeff\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\x00-\x1f]*"""
"""What a spreadsheet, or who pastes by hand, may drop before it looks at a text."""
_BEGINS = re.compile(f"{_DROPPED}[{_STARTS}]")
_SUSPECT = re.compile(f"[{_STARTS}\t\r\n]")
_CUT = re.compile(r"([,;|\t\r\n\v\f\x85\u2028\u2029])")
_HARMLESS = re.compile(r" *(\+[0-9]{2,15}|\+[0-9]{1,4}( [0-9]{1,12})+|-[0-9]+([.][0-9]+)?) *")
"""A phone, as E.164 or in groups; a negative number. No spreadsheet makes more of them than they are."""


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, wherever it cuts its file; nothing is taken away."""
    if not _SUSPECT.search(text):
        return text
    parts = _CUT.split(text)
    parts[::2] = [f"'{part}" if _BEGINS.match(part) and not _HARMLESS.fullmatch(part) else part for part in parts[::2]]
    safe = "".join(parts)
    return f"'{safe}" if safe.startswith(("\t", "\r", "\n")) else safe


def plain_text(text: str) -> str:
    """Return the text that :func:`safe_text` made safe: what leaves as a table comes back as it was."""
    if "'" not in text:
        return text
    if text.startswith("'") and text[1:2] in {"\t", "\r", "\n"}:
        text = text[1:]
    parts = _CUT.split(text)
    parts[::2] = [part[1:] if part.startswith("'") and safe_text(part[1:]) == part else part for part in parts[::2]]
    return "".join(parts)


def phone_text(number: str) -> str:
    """Return a phone (E.164) in groups, so that a spreadsheet keeps its plus and takes it for no number."""
    if not number:
        return ""
    style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    grouped = phonenumbers.format_number(phonenumbers.parse(number), style)
    return re.sub(r"[^+0-9]+", " ", grouped)  # some countries write dashes, which would be subtracted


def csv_cell(value: object) -> str:
    """Return a value as a cell of a CSV: dates as ISO 8601 in Europe/Bucharest, ``None`` as nothing."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return str(value)
    return safe_text(str(value))
