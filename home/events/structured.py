"""An event in the words of schema.org."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from portal import languages
from portal.clock import ZONE
from portal.directory.structured import postal_address
from portal.found.cards import card_path
from portal.found.structured import absolute, describe, public_address, publisher

if TYPE_CHECKING:
    from home.events.models import Event
    from home.events.pages import EventPage

_SCHEMA = "https://schema.org/"


def event_thing(page: EventPage, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event as its page shows it."""
    event = page.event
    thing: dict[str, Any] = {
        "@type": "Event",
        "name": page.title,
        "description": describe(page, context) or page.title,
        "startDate": event.first_day.isoformat() if event.is_all_day else _moment(event.starts_at),
        "endDate": event.last_day.isoformat() if event.is_all_day else _moment(event.ends_at),
        "eventStatus": f"{_SCHEMA}{'EventCancelled' if event.is_cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{_SCHEMA}{_mode(event)}EventAttendanceMode",
        "location": _places(event),
        "inLanguage": [languages.SOURCE_CODE, *event.spoken_languages],
        "isAccessibleForFree": True,
        "image": absolute(card_path(page)),
        "url": public_address(page),
        "organizer": {"@type": "Organization", "name": event.centre.name} if event.centre else publisher(),
    }
    return thing


def _moment(moment: Any) -> str:
    return str(moment.astimezone(ZONE).isoformat(timespec="minutes"))


def _mode(event: Event) -> str:
    if event.is_online_only:
        return "Online"
    return "Mixed" if event.online_url else "Offline"


def _places(event: Event) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    if event.is_elsewhere:
        address = {
            "@type": "PostalAddress",
            "streetAddress": event.address,
            "addressLocality": event.city,
            "addressCountry": "RO",
        }
        known = {name: value for name, value in address.items() if value}
        places.append({"@type": "Place", "name": event.venue or event.city or event.address, "address": known})
    elif event.centre:
        places.append({"@type": "Place", "name": event.centre.name, "address": postal_address(event.centre)})
    if event.online_url:
        places.append({"@type": "VirtualLocation", "url": event.online_url})
    return places
