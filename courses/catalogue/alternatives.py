"""Other groups for who can't join one: the same course first, then the same centre, then the next start."""

from __future__ import annotations

import datetime as dt

from courses.catalogue.models import Run


def alternatives_to(run: Run, day: dt.date, *, count: int = 3) -> list[Run]:
    """Return up to ``count`` other runs of the same kind of course that somebody can enrol in on this day.

    The nearest first: the same course, the same centre, the same county, online, then the next start. Two queries.
    """
    runs = Run.objects.open_on(day).exclude(pk=run.pk).filter(course__kind=run.course.kind).for_list()

    def distance(other: Run) -> tuple[bool, bool, bool, dt.date, int]:
        is_near = other.centre.county_id == run.centre.county_id or other.mode == Run.Mode.ONLINE
        same_course, same_centre = other.course_id == run.course_id, other.centre_id == run.centre_id
        return (not same_course, not same_centre, not is_near, other.starts_on, other.pk)

    return sorted(runs, key=distance)[:count]
