"""Events as calendar files (RFC 5545): one to add, or all that come to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Event as Entry

from home.events.pages import ListedEvent
from portal import clock, languages
from portal.calendars import left_to_right, new_calendar, uid
from portal.phones import format_phone


def calendar_of(listed: Iterable[ListedEvent], name: str, code: str) -> bytes:
    """Return a calendar with these events for a reader of a language.

    The same events give the same bytes, whenever it is asked for: an entry is as old as the event's last change.
    What is cancelled stays in it as cancelled, because a calendar keeps what it isn't told to drop.
    """
    with override(code):
        calendar = new_calendar("Events", name)
        for each in listed:
            calendar.add_component(_entry(each, languages.get_language(code)))
    return calendar.to_ical()


def _entry(listed: ListedEvent, reader: languages.Language) -> Entry:
    event, page = listed.event, listed.page
    entry = Entry()
    entry.add("uid", uid(f"event-{event.pk}"))
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("sequence", event.revision)
    if event.is_all_day:
        entry.add("dtstart", event.first_day)
        entry.add("dtend", event.day_after)
    else:
        entry.add("dtstart", event.starts_at.astimezone(clock.ZONE))
        entry.add("dtend", event.ends_at.astimezone(clock.ZONE))
    entry.add("summary", page.title, parameters={"language": listed.language.code})
    entry.add("description", _description(listed, reader))
    if location := event.place or event.online_url:
        entry.add("location", location)
    if event.coordinates:
        entry.add("geo", tuple(float(number) for number in event.coordinates.split(",")))
    entry.add("url", f"{settings.WAGTAILADMIN_BASE_URL}{listed.url}")
    entry.add("categories", [str(event.get_kind_display())])
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    # Somebody who only looks at what there is isn't busy then.
    entry.add("transp", "TRANSPARENT")
    return entry


def _description(listed: ListedEvent, reader: languages.Language) -> str:
    """Return what is worth knowing without the page, a line each."""
    event, page = listed.event, listed.page
    lines = [str(_("This event does not take place."))] if event.is_cancelled else []
    lines += [line for line in (page.notice, page.summary) if line]
    if not event.is_cancelled:
        lines.append(str(event.get_entry_display()))
    lines += [left_to_right(format_phone(number), reader) for number in event.phones]
    if event.online_url:
        lines.append(event.online_url)
    lines.append(f"{settings.WAGTAILADMIN_BASE_URL}{listed.url}")
    return "\n".join(lines)
