"""Placeholders in message texts: found, checked, and replaced by values that stay readable in every script.

A placeholder is ``{name}``, nothing more: there is no attribute, no index, no format, so that a text from
the admin can reach nothing but the values it is given.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Mapping
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils.translation import pgettext

from portal.messages.templates import LINK, TEMPLATES

logger = logging.getLogger(__name__)

PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)\}")

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates. One that is not closed turns the rest of a text around, so none
comes in with a value. The marks U+200E, U+200F and the joiners stay: they are part of spelling."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LINKS = re.compile(r"(\s*https?://\S+\s*)")


def placeholders_in(text: str) -> set[str]:
    """Return the names of the placeholders in a text."""
    return set(PLACEHOLDER.findall(text))


def check_placeholders(template: str, *, subject: str, body: str, sms: str = "") -> None:
    """Refuse a text that could not be sent as it stands.

    An empty subject, body or SMS is allowed: the shipped one takes its place. Raises ``ValidationError`` with
    messages for staff, by field: for an unknown template, an unknown placeholder, one that the body or the SMS
    lacks, braces that belong to none, and a link that does not stand on a line of its own.
    """
    kind = TEMPLATES.get(template)
    if kind is None:
        raise ValidationError(pgettext("staff", "There is no message of this name."))
    errors = {
        "subject": _brace_errors(subject, kind.allowed - {LINK}),
        "body": _brace_errors(body, kind.allowed) + _text_errors(body, kind.required),
        "sms": _brace_errors(sms, kind.allowed) + _text_errors(sms, kind.sms_required),
    }
    if any(errors.values()):
        raise ValidationError({field: messages for field, messages in errors.items() if messages})


def _brace_errors(text: str, allowed: frozenset[str]) -> list[str]:
    errors = [
        pgettext("staff", "{%(name)s} is not known here.") % {"name": name}
        for name in sorted(placeholders_in(text) - allowed)
    ]
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        errors.append(pgettext("staff", "Curly braces are for placeholders alone, such as {name}: one is left over."))
    return errors


def _text_errors(text: str, required: frozenset[str]) -> list[str]:
    if not text.strip():
        return []
    errors = [
        pgettext("staff", "{%(name)s} must be in the text.") % {"name": name}
        for name in sorted(required - placeholders_in(text))
    ]
    token = f"{{{LINK}}}"
    if any(token in line and line.strip() != token for line in text.splitlines()):
        errors.append(pgettext("staff", "{link} needs a line of its own, so that it can be tapped in every language."))
    return errors


def fill(text: str, values: Mapping[str, str], *, rtl: bool) -> str:
    """Return a text with its placeholders replaced, each value exactly as it is; values may have several lines.

    A line that names a value we don't have (a centre without a phone, an online group without an address)
    is left out, and with it a heading (a line that ends in a colon) that then stands alone; so is the empty
    line that would stand double. ``rtl`` says that the text runs from right to left: values are then isolated,
    so that a reference or a phone keeps its order; a value with right-to-left letters is isolated in any text.
    Links never are: an invisible sign would become part of the address. A placeholder without an entry in
    ``values`` is treated as empty and logged.
    """
    paragraphs = [
        _fill_paragraph(list(lines), values, rtl=rtl)
        for is_text, lines in groupby(text.splitlines(), key=lambda line: bool(line.strip()))
        if is_text
    ]
    without_headings = [paragraph for paragraph, is_heading in paragraphs if paragraph and not is_heading]
    return "\n\n".join(without_headings or [paragraph for paragraph, _is_heading in paragraphs if paragraph])


def _fill_paragraph(lines: list[str], values: Mapping[str, str], *, rtl: bool) -> tuple[str, bool]:
    """Return a paragraph with its values, and whether only a heading is left of it."""
    kept: dict[int, str] = {}
    for number, line in enumerate(lines):
        names = placeholders_in(line)
        if unknown := names - values.keys():
            logger.error("message text: no value for %s", ", ".join(sorted(unknown)))
        if all(str(values.get(name, "")).strip() for name in names):
            kept[number] = _fill_line(line.rstrip(), values, rtl=rtl)
    is_heading = list(kept) == [0] and len(lines) > 1 and lines[0].rstrip().endswith(":")
    return "\n".join(kept.values()), is_heading


def fill_subject(text: str, values: Mapping[str, str], *, rtl: bool, limit: int) -> str:
    """Return a subject with its placeholders replaced: one line of at most ``limit`` characters.

    Values that are missing leave nothing behind.
    """
    known = {name: " ".join(str(values.get(name, "")).split()) for name in placeholders_in(text)}
    filled = " ".join(_fill_line(text, known, rtl=rtl).split())
    return filled if len(filled) <= limit else filled[: limit - 1] + "…"


def _fill_line(line: str, values: Mapping[str, str], *, rtl: bool) -> str:
    def value_of(match: re.Match[str]) -> str:
        name = match.group(1)
        value = str(values.get(name, "")).strip()
        if name == LINK:
            return value
        return "\n".join(_isolated(part, rtl=rtl) for part in value.splitlines())

    return PLACEHOLDER.sub(value_of, line)


def _isolated(value: str, *, rtl: bool) -> str:
    """Isolate one line: the direction of its own first letter, left to right where it has none (digits)."""
    clean = _CONTROLS.sub("", _BIDI_CONTROLS.sub("", value))
    if clean and (rtl or any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in clean)):
        parts = _LINKS.split(clean)
        # Every second part is a link: nothing invisible may touch it.
        parts[::2] = [f"{FIRST_STRONG_ISOLATE}{part}{POP_ISOLATE}" if part else "" for part in parts[::2]]
        return "".join(parts)
    return clean
