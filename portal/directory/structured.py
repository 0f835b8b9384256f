"""A centre in the words of schema.org."""

from __future__ import annotations

from typing import Any

from portal.directory.models import Centre, CentreHours

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def postal_address(centre: Centre) -> dict[str, Any]:
    """Return where a centre is."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": centre.address,
        "postalCode": centre.postcode,
        "addressLocality": centre.city,
        "addressRegion": centre.county.name,
        "addressCountry": "RO",
    }
    return {name: value for name, value in address.items() if value}


def office(centre: Centre) -> dict[str, Any]:
    """Return a centre with its phones and hours, which have been read with it."""
    thing: dict[str, Any] = {"@type": "LocalBusiness", "name": centre.name, "address": postal_address(centre)}
    phones = [str(phone.number) for phone in centre.phones.all()]
    if phones:
        thing["telephone"] = phones if len(phones) > 1 else phones[0]
    if centre.email:
        thing["email"] = centre.email
    if centre.latitude is not None and centre.longitude is not None:
        thing["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(centre.latitude),
            "longitude": float(centre.longitude),
        }
    if hours := _hours(centre):
        thing["openingHoursSpecification"] = hours
    thing["parentOrganization"] = {"@type": "Organization", "name": centre.organisation.name}
    return thing


def _hours(centre: Centre) -> list[dict[str, Any]]:
    """Return the hours, each span once with all its days."""
    days: dict[tuple[str, str], list[str]] = {}
    for row in centre.hours.all():
        row_days = days.setdefault((f"{row.opens:%H:%M}", f"{row.closes:%H:%M}"), [])
        row_days.append(_DAYS[CentreHours.Weekday(row.weekday)])
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": names, "opens": opens, "closes": closes}
        for (opens, closes), names in days.items()
    ]
