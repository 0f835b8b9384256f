"""What the portal takes for today."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

ZONE = ZoneInfo("Europe/Bucharest")
"""Where everything takes place."""


def today() -> dt.date:
    """Return today in Europe/Bucharest, or ``DEMO_TODAY`` where it is set."""
    fixed: dt.date | None = settings.DEMO_TODAY
    return fixed or timezone.localdate()


def now() -> dt.datetime:
    """Return the present moment, aware; with ``DEMO_TODAY`` noon of that day in Europe/Bucharest."""
    fixed: dt.date | None = settings.DEMO_TODAY
    if fixed:
        return dt.datetime.combine(fixed, dt.time(12), tzinfo=ZONE)
    return timezone.now()
