"""Sources of a page, as editors write them: one a line, the title, a space, the web address."""

from __future__ import annotations

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import pgettext_lazy

_is_address = URLValidator(schemes=["https", "http"])


class Source(NamedTuple):
    """What a text rests on. Titles are those of the documents, so that they are the same in every language."""

    title: str
    url: str


def parse_sources(text: str) -> list[Source]:
    """Return the sources in a text; a line without a title is called by its address."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    return [Source(" ".join(words[:-1]) or words[-1].split("://")[-1], words[-1]) for words in lines]


def validate_sources(text: str) -> None:
    """Refuse a line that doesn't end with a web address."""
    for source in parse_sources(text):
        try:
            _is_address(source.url)
        except ValidationError as error:
            message = pgettext_lazy("staff", "This line doesn't end with a web address: %(line)s")
            raise ValidationError(message, params={"line": f"{source.title} {source.url}"}) from error
