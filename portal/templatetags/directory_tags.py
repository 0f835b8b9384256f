"""What a centre says about itself, for templates: its hours, whom people of a county turn to, a first message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.utils.translation import gettext

from portal import clock
from portal.directory.models import Centre, CentreHours
from portal.directory.opening import DayPlan, Opening, Span, coming_changes, opening_at, plans_of
from portal.phones import whatsapp_url

register = template.Library()


@dataclass(frozen=True)
class OpenDay:
    """One day of the usual week: its name in the reader's language, and from when to when (Europe/Bucharest)."""

    name: str
    spans: tuple[Span, ...]
    is_today: bool
    reason: str = ""


@register.filter
def week(centre: Centre) -> list[OpenDay]:
    """Return the usual week, Monday first. Today is marked, and as it really is."""
    today = clock.today()
    monday = today - dt.timedelta(days=today.weekday())
    plans = plans_of(centre, [monday + dt.timedelta(days=day.value) for day in CentreHours.Weekday])
    return [
        OpenDay(str(day.label), plan.spans, is_today=True, reason=plan.reason)
        if plan.day == today
        else OpenDay(str(day.label), plan.usual, is_today=False)
        for day, plan in zip(CentreHours.Weekday, plans, strict=True)
    ]


@register.filter
def opening(centre: Centre) -> Opening:
    """Return whether a centre is open now, until when, or when it opens."""
    return opening_at(centre, clock.now())


@register.filter
def changed_days(centre: Centre) -> list[DayPlan]:
    """Return the coming days with other hours than usual: holidays and special days."""
    return coming_changes(centre, clock.today())


@register.filter
def hours(spans: Iterable[Span]) -> list[str]:
    """Show times of opening: 24 hours, Latin digits, from left to right in every language."""
    return [f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in spans]


@register.simple_tag
def centre_serving(county: str | None) -> Centre | None:
    """Return the centre that people of a county (its code) can turn to, with its phones: the one in it
    first, else one that serves it. Two queries, none without a county.
    """
    if not county:
        return None
    return Centre.objects.active().serving(county).prefetch_related("phones").first()


@register.filter
def whatsapp_hello(number: object) -> str:
    """Return the address that opens a chat with a centre on WhatsApp, with a first sentence to send or to change."""
    return whatsapp_url(str(number), gettext("Hello! I found this number on Bun venit. I have a question:"))
