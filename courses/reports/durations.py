"""How long something took, in words of staff."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import npgettext

MINUTE, HOUR, DAY = 60, 3600, 86400


def duration(seconds: float | None) -> str:
    """Return a time in the greatest fitting unit: minutes below one hour, hours below two days, else days.

    ``None``, of what didn't happen, is a dash.
    """
    if seconds is None:
        return "–"
    if seconds < HOUR:
        count = round(seconds / MINUTE)
        return npgettext("staff", "%(count)s minute", "%(count)s minutes", count) % {"count": count}
    if seconds < 2 * DAY:
        count = round(seconds / HOUR)
        return npgettext("staff", "%(count)s hour", "%(count)s hours", count) % {"count": count}
    days = round(seconds / DAY, 1)
    shown = number_format(int(days) if days == int(days) else days)
    return npgettext("staff", "%(count)s day", "%(count)s days", int(days) if days == int(days) else 2) % {
        "count": shown
    }
