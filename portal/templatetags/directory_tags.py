"""Opening hours of a centre: the week as a table, and what holds today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import template

from portal import clock
from portal.directory.models import Centre, CentreHours
from portal.holidays import is_public_holiday

register = template.Library()


@dataclass(frozen=True)
class OpenDay:
    """One day of the week: its name in the reader's language, and from when to when (Europe/Bucharest)."""

    name: str
    spans: list[str]
    is_today: bool
    is_holiday: bool

    @property
    def is_open(self) -> bool:
        """Whether anybody is there."""
        return bool(self.spans) and not self.is_holiday


@register.filter
def week(hours: Iterable[CentreHours]) -> list[OpenDay]:
    """Return the week, Monday first. Today is marked, and closed where it is a public holiday."""
    today = clock.today()
    spans: dict[int, list[str]] = {}
    for row in hours:
        spans.setdefault(row.weekday, []).append(f"{row.opens:%H:%M}–{row.closes:%H:%M}")
    return [
        OpenDay(
            name=str(day.label),
            spans=spans.get(day.value, []),
            is_today=day.value == today.weekday(),
            is_holiday=day.value == today.weekday() and is_public_holiday(today),
        )
        for day in CentreHours.Weekday
    ]


@register.filter
def today_of(days: list[OpenDay]) -> OpenDay | None:
    """Return the day of a week that is today."""
    return next((day for day in days if day.is_today), None)


@register.simple_tag
def centre_serving(county: str | None) -> Centre | None:
    """Return the centre that people of a county (its code) can turn to, with its phones: the one in it
    first, else one that serves it. Two queries, none without a county.
    """
    if not county:
        return None
    return Centre.objects.active().serving(county).prefetch_related("phones").first()
