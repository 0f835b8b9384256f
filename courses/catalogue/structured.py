"""A course and its groups in the words of schema.org."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from courses.catalogue.models import Course, Run
from portal import languages
from portal.found.structured import describe, plain, public_address, publisher
from portal.pages import BasePage

MOST_RUNS = 3
"""Groups that are named; the page lists all of them."""
_MODES = {Run.Mode.ONSITE: "Onsite", Run.Mode.ONLINE: "Online", Run.Mode.HYBRID: "Blended"}


def course_thing(page: BasePage, course: Course, runs: Iterable[Run], context: Mapping[str, Any]) -> dict[str, Any]:
    """Return a course as its page shows it, with the groups that start next."""
    thing: dict[str, Any] = {
        "@type": "Course",
        "name": page.title,
        "description": describe(page, context) or plain(page.title, context),
        "url": public_address(page),
        "provider": publisher(),
        "inLanguage": languages.SOURCE_CODE,
        "offers": {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "RON"},
    }
    if course.level:
        thing["educationalLevel"] = course.level
    groups = [_group(run, course) for run in list(runs)[:MOST_RUNS]]
    if groups:
        thing["hasCourseInstance"] = groups
    else:
        thing["timeRequired"] = f"PT{course.hours}H"
    return thing


def _group(run: Run, course: Course) -> dict[str, Any]:
    place: dict[str, Any] = {"@type": "VirtualLocation"}
    if run.mode != Run.Mode.ONLINE:
        # What the card of the group shows of it: the rest isn't read.
        address = {
            "@type": "PostalAddress",
            "streetAddress": run.venue or run.centre.address,
            "addressLocality": run.centre.city,
            "addressCountry": "RO",
        }
        place = {"@type": "Place", "name": run.centre.name, "address": address}
    return {
        "@type": "CourseInstance",
        "courseMode": _MODES[Run.Mode(run.mode)],
        "courseWorkload": f"PT{course.hours}H",
        "startDate": run.starts_on.isoformat(),
        "endDate": run.ends_on.isoformat(),
        "inLanguage": [languages.SOURCE_CODE, *run.teaching_languages],
        "location": place,
    }
