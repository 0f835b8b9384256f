"""What the database counts for a list of course runs.

Written out in SQL: to put the same together from querysets takes Django as long as the whole rest of a reader's list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Func, IntegerField, JSONField

from courses.enrolment.states import State
from portal import clock


class EnrolmentsIn(Func):
    """How many enrolments of a run are in one of these states."""

    output_field = IntegerField()

    def __init__(self, states: Iterable[State], **extra: Any) -> None:
        among = ", ".join(f"'{state.value}'" for state in sorted(states))
        template = (
            "(SELECT count(*) FROM courses_enrolment counted"  # noqa: S608 - the states are our own words
            f" WHERE counted.run_id = %(expressions)s AND counted.state IN ({among}))"
        )
        super().__init__(F("pk"), template=template, **extra)


_ZONE = f"AT TIME ZONE '{clock.ZONE.key}'"


class MeetingsOf(Func):
    """A run's sessions that take place, counted by weekday (Monday: 1) and hours: few rows for thirty of them."""

    output_field = JSONField()
    template = f"""(
        SELECT coalesce(jsonb_agg(jsonb_build_object('day', day, 'starts', starts, 'ends', ends, 'n', n)), '[]') FROM (
            SELECT EXTRACT(isodow FROM met.starts_at {_ZONE}) AS day, (met.starts_at {_ZONE})::time AS starts,
                   (met.ends_at {_ZONE})::time AS ends, count(*) AS n
            FROM courses_session met WHERE met.run_id = %(expressions)s AND NOT met.is_cancelled GROUP BY 1, 2, 3
        ) counted
    )"""  # noqa: S608 - nothing in it comes from outside

    def __init__(self, **extra: Any) -> None:
        super().__init__(F("pk"), **extra)
