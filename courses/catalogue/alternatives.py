"""Other groups for who can't join one, or whom it doesn't fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

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


def nearest_to(choices: Mapping[str, Any], day: dt.date, *, count: int = 3) -> list[Run]:
    """Return up to ``count`` runs that come nearest to choices of the finder that no run fits.

    What somebody wants to learn is kept, and so are women's groups and childcare: these are reasons why
    somebody can't come elsewhere. Then most choices first, the county before the rest. Two queries.
    """
    kept = {name: choices[name] for name in ("kind", "women_only", "childcare") if name in choices}
    runs = list(Run.objects.open_on(day).matching(**kept).for_cards())
    county = choices.get("county")
    served = set(Run.objects.open_on(day).matching(county=county).values_list("pk", flat=True)) if county else set()

    def distance(run: Run) -> tuple[bool, int, dt.date, int]:
        missed = sum(
            (
                choices.get("level", run.course.level) != run.course.level,
                choices.get("mode", run.mode) != run.mode,
                choices.get("time_of_day", run.time_of_day) != run.time_of_day,
            )
        )
        return (bool(county) and run.pk not in served, missed, run.starts_on, run.pk)

    return sorted(runs, key=distance)[:count]
