"""What every calendar file of the portal has (RFC 5545, RFC 7986): its head, the zone, and names for entries."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Timezone, vDuration

from portal import clock, languages

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = dt.timedelta(hours=6)
"""How often a calendar that subscribed asks again: what is moved to tomorrow must arrive today."""
ZONE_RULES = f"""BEGIN:VTIMEZONE
TZID:{clock.ZONE.key}
BEGIN:STANDARD
DTSTART:19971026T040000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:EET
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19970330T030000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:EEST
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
END:DAYLIGHT
END:VTIMEZONE
"""
"""When clocks change in Romania (Directive 2000/84/EC): a tenth of what is generated from all the years before."""
_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"


def new_calendar(product: str, name: str) -> Calendar:
    """Return an empty calendar; ``product`` says which part of the portal made it, ``name`` is what people see."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Bun venit//{product}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", clock.ZONE.key)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(Timezone.from_ical(ZONE_RULES))
    return calendar


def uid(name: str) -> str:
    """Return the identifier of an entry, which must never change."""
    return f"{name}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}"


def left_to_right(text: str, language: languages.Language) -> str:
    """Return a number for a plain text: its groups of digits would change places among letters of the other way."""
    return f"{_LEFT_TO_RIGHT}{text}{_END}" if language.rtl else text
