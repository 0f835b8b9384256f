"""For whom a text is: the four kinds of stay that the rules of Romania tell apart."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Readers by what they may stay on. A text without any of them is for everybody."""

    PROTECTION = "protection", _("International protection")
    THIRD_COUNTRY = "third_country", _("From outside the EU")
    TEMPORARY = "temporary", _("Temporary protection")
    EU = "eu", _("EU citizen")


def parse_audience(value: str | None) -> Audience | None:
    """Return the audience that an address names (``?for=eu``); anything else is everybody."""
    return Audience(value) if value in Audience.values else None


def is_for(audiences: Collection[str], reader: Audience | None) -> bool:
    """Whether a text for these audiences is for this reader; who hasn't said who they are reads everything."""
    return reader is None or not audiences or reader.value in audiences


def labels_of(audiences: Collection[str]) -> list[str]:
    """Return the names of audiences in the reader's language, in the order of the list."""
    return [str(audience.label) for audience in Audience if audience.value in audiences]
