"""What messages say: staff's own text of a language, else the shipped one, else English, else Romanian."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml

from portal import languages
from portal.messages.models import Message, MessageText
from portal.messages.placeholders import fill, fill_subject
from portal.messages.segments import in_fewer_segments
from portal.messages.templates import TEMPLATES

logger = logging.getLogger(__name__)

FALLBACKS = ("en", languages.SOURCE_CODE)
_FOLDER = Path(__file__).with_name("texts")
_SUBJECT_LIMIT = Message._meta.get_field("subject").max_length or 0
_SMS_LIMITS = {"name": 40, "course": 60, "question": 160, "note": 300}
"""Letters of what strangers and editors write: each part of an SMS costs."""


@dataclass(frozen=True)
class Text:
    """What a message says in the language that it is really in, placeholders not filled yet."""

    language: str
    subject: str
    body: str
    is_machine: bool = False
    sms: str = ""

    def fill(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Return subject and body with the values in them."""
        return (
            fill_subject(self.subject, values, rtl=self._rtl, limit=_SUBJECT_LIMIT),
            fill(self.body, values, rtl=self._rtl),
        )

    def fill_sms(self, values: Mapping[str, str]) -> str:
        """Return the SMS with the values in it, the long ones cut."""
        short = {name: _shortened(value, _SMS_LIMITS.get(name, 0)) for name, value in values.items()}
        return in_fewer_segments(fill(self.sms, short, rtl=self._rtl))

    def is_complete(self, channel: str) -> bool:
        """Whether it says all that a message of this channel needs."""
        return bool(self.sms if channel == Message.Channel.SMS else self.subject and self.body)

    @property
    def _rtl(self) -> bool:
        return languages.is_supported(self.language) and languages.get_language(self.language).rtl


def render(template: str, language: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and body of a message in a language, plain text.

    Where the language has no text, English takes its place, then Romanian. Raises ``KeyError`` for a
    template that does not exist.
    """
    return text_for(template, language).fill(values)


def text_for(template: str, language: str) -> Text:
    """Return the text that is sent for a language by e-mail. One query.

    Raises ``KeyError`` for a template that does not exist.
    """
    return texts_for(template, [language])[language]


def texts_for(template: str, codes: Collection[str], *, channel: str = Message.Channel.EMAIL) -> dict[str, Text]:
    """Return the text that is sent by a channel for each of these languages. One query for any number of them.

    Raises ``KeyError`` for a template that does not exist.
    """
    TEMPLATES[template]
    own = {
        row.language: row for row in MessageText.objects.filter(template=template, language__in={*codes, *FALLBACKS})
    }
    return {code: _choose(template, code, channel, own) for code in codes}


def _choose(template: str, language: str, channel: str, own: Mapping[str, MessageText]) -> Text:
    for code in dict.fromkeys((language, *FALLBACKS)):
        text = shipped_text(template, code) or Text(code, "", "")
        if row := own.get(code):
            text = replace(
                text,
                subject=row.subject.strip() or text.subject,
                body=row.body.strip() or text.body,
                sms=row.sms.strip() or text.sms,
            )
        if text.is_complete(channel):
            return text
    raise KeyError(template)


def _shortened(value: str, limit: int) -> str:
    return value if not limit or len(value) <= limit else f"{value[: limit - 3]}..."


def shipped_text(template: str, language: str) -> Text | None:
    """Return the text that comes with the portal, ``None`` where this language has none."""
    return _shipped(language).get(template)


@lru_cache(maxsize=64)
def _shipped(language: str) -> dict[str, Text]:
    """Read the file of a language. A file that is missing or broken is as good as none: the next takes over."""
    if not languages.is_supported(language):
        return {}
    path = _FOLDER / f"{language}.yaml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {
            slug: Text(
                language,
                entry["subject"].strip(),
                entry["body"].strip(),
                bool(content.get("machine")),
                entry.get("sms", "").strip(),
            )
            for slug, entry in content["texts"].items()
        }
    except FileNotFoundError:
        return {}
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, UnicodeDecodeError) as error:
        logger.error("message texts: %s can't be read: %s", path.name, " ".join(str(error).split()))
        return {}


def ensure_texts() -> int:
    """Make the row of every message in every language that has none yet, and return how many were made.

    New rows are empty: the shipped text is sent until staff write their own, so that a better shipped text
    still arrives. Safe to repeat.
    """
    rows = [
        MessageText(
            template=template,
            language=code,
            is_machine=bool((text := shipped_text(template, code)) and text.is_machine),
        )
        for template in TEMPLATES
        for code in languages.CODES
    ]
    before = MessageText.objects.count()
    MessageText.objects.bulk_create(rows, ignore_conflicts=True)
    return MessageText.objects.count() - before
