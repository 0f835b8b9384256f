"""Other groups for who can't join one, or whom it doesn't fit."""

from __future__ import annotations

import datetime as dt

from courses.catalogue.models import Run


def alternatives_to(run: Run, day: dt.date, *, status: str = "", count: int = 3) -> list[Run]:
    """Return up to ``count`` other runs of the same kind of course that somebody can enrol in on this day.

    Only runs for everybody, or for the same women or children; with a ``status`` only those that its holder may
    join. The nearest first: the same course, the same centre, the same county or online, then the next start.
    Two queries.
    """
    runs = (
        Run.objects.open_on(day)
        .exclude(pk=run.pk)
        .filter(course__kind=run.course.kind, audience__in={Run.Audience.EVERYBODY, run.audience})
        .for_list()
    )

    def distance(other: Run) -> tuple[bool, bool, bool, dt.date, int]:
        is_near = other.centre.county_id == run.centre.county_id or other.mode == Run.Mode.ONLINE
        same_course, same_centre = other.course_id == run.course_id, other.centre_id == run.centre_id
        return (not same_course, not same_centre, not is_near, other.starts_on, other.pk)

    return sorted((other for other in runs if other.fits_status(status)), key=distance)[:count]
