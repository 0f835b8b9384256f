"""Who counts for an indicator: one statement that the figures and the lists behind them share.

Somebody **took part** in a course when their enrolment is at attending or completed, or ended otherwise and they
had been marked present or attending before. They take part from the first day of the run to the day on which
they left it, at the latest its last day, and count for every period that this touches; never for days to come.
A **milestone** counts on its day. People whose rows were joined are one. Whoever counts several times for an
indicator in the period is counted once: by the first time that we know the age bracket of, else by the first.

The age bracket is the one of the day of the enrolment, the gender that of today. All days are in Europe/Bucharest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg.types.json import Json

from courses.enrolment.codes import Proficiency
from courses.reports.indicators import indicators
from courses.reports.scope import Scope
from portal import clock

BANDS = ("under_18", "18_60", "over_60", "")
"""The funder's age brackets (Regulation (EU) 2021/1147, annex VIII), and unknown."""
GENDERS = ("female", "male", "other", "")

TOOK_PART = """
WITH RECURSIVE
indicator AS (
    SELECT code, place, courses::text[] AS courses, milestones::text[] AS milestones, improved
    FROM json_to_recordset(%(indicators)s)
        AS rows (code text, place int, courses text[], milestones text[], improved boolean)
),
joined (id, person) AS (
    SELECT id, merged_into_id FROM courses_person WHERE merged_into_id IS NOT NULL
    UNION
    SELECT joined.id, next.merged_into_id FROM joined JOIN courses_person AS next ON next.id = joined.person
    WHERE next.merged_into_id IS NOT NULL
),
same (id, person) AS (
    SELECT joined.id, joined.person FROM joined JOIN courses_person AS kept ON kept.id = joined.person
    WHERE kept.merged_into_id IS NULL
),
began AS MATERIALIZED (
    SELECT enrolment.id AS enrolment, enrolment.person_id, enrolment.centre_id AS centre,
        enrolment.age_band_then AS band, course.kind, course.level, run.starts_on AS began,
        enrolment.state IN ('attending', 'confirmed', 'waiting') AS goes_on,
        CASE WHEN enrolment.state IN ('attending', 'confirmed', 'waiting') THEN least(run.ends_on, %(today)s)
            ELSE greatest(run.starts_on,
                least(run.ends_on, (enrolment.state_since AT TIME ZONE 'Europe/Bucharest')::date)) END AS ended,
        array_position(%(levels)s::text[], enrolment.exit_level::text)
            > array_position(%(levels)s::text[], enrolment.entry_level::text) AS has_improved
    FROM courses_enrolment AS enrolment
    JOIN courses_run AS run ON run.id = enrolment.run_id
    JOIN courses_course AS course ON course.id = enrolment.course_id
    WHERE enrolment.centre_id = ANY(%(centres)s)
        AND (%(project)s::bigint IS NULL OR run.project_id = %(project)s)
        AND run.starts_on <= least(%(last_day)s, %(today)s) AND run.ends_on >= %(first_day)s
        AND enrolment.state IN ('attending', 'completed', 'confirmed', 'waiting', 'dropped', 'withdrawn', 'rejected')
        AND (enrolment.state IN ('attending', 'completed')
            OR EXISTS (SELECT FROM courses_attendance AS mark
                WHERE mark.enrolment_id = enrolment.id AND mark.mark IN ('present', 'late'))
            OR EXISTS (SELECT FROM courses_event AS event
                WHERE event.enrolment_id = enrolment.id AND event.to_state = 'attending'))
)
"""
"""Common table expressions: the indicators, whom joined rows are (``same``), and who took part (``began``).

The states stand there twice: in one list an index of runs and states serves it, and half of a run is never read.
"""
_ONCE = f"""{TOOK_PART},
counted AS (
    SELECT indicator.code, indicator.place, began.person_id, began.band, began.kind, began.level, began.centre,
        began.enrolment, NULL::bigint AS milestone,
        CASE WHEN indicator.improved THEN began.ended ELSE greatest(began.began, %(first_day)s) END AS day
    FROM began JOIN indicator ON began.kind = ANY(indicator.courses)
    WHERE began.ended >= %(first_day)s
        AND (NOT indicator.improved OR began.has_improved AND NOT began.goes_on AND began.ended <= %(last_day)s)
    UNION ALL
    SELECT indicator.code, indicator.place, milestone.person_id, enrolment.age_band_then, milestone.kind, '',
        milestone.centre_id, milestone.enrolment_id, milestone.id, milestone."on"
    FROM courses_milestone AS milestone
    JOIN indicator ON milestone.kind = ANY(indicator.milestones)
    LEFT JOIN courses_enrolment AS enrolment ON enrolment.id = milestone.enrolment_id
    WHERE milestone."on" BETWEEN %(first_day)s AND least(%(last_day)s, %(today)s)
        AND milestone.centre_id = ANY(%(centres)s)
        AND (%(project)s::bigint IS NULL OR milestone.project_id = %(project)s)
),
known AS (
    SELECT counted.code, counted.place, person.id AS person, person.gender, counted.kind, counted.level, counted.centre,
        counted.enrolment, counted.milestone, counted.day,
        coalesce(nullif(counted.band, ''),
            CASE WHEN counted.band = '' OR person.birth_year IS NULL THEN ''
                WHEN extract(year FROM counted.day) - person.birth_year < 18 THEN 'under_18'
                WHEN extract(year FROM counted.day) - person.birth_year <= 60 THEN '18_60'
                ELSE 'over_60' END) AS band
    FROM counted
    LEFT JOIN same ON same.id = counted.person_id
    JOIN courses_person AS person ON person.id = coalesce(same.person, counted.person_id)
),
once AS (
    SELECT DISTINCT ON (place, person) * FROM known
    ORDER BY place, person, band = '', day, enrolment, milestone
)
"""  # noqa: S608 - constants
_FIGURES = "SELECT code, band, gender, count(*) FROM once GROUP BY code, band, gender"
_COLUMNS = "code, person, band, gender, day, kind, level, centre, enrolment"
_PEOPLE = f"""
SELECT {_COLUMNS}, count(*) OVER () FROM once
WHERE (%(band)s::text IS NULL OR band = %(band)s) AND (%(gender)s::text IS NULL OR gender = %(gender)s)
ORDER BY place, day, person OFFSET %(offset)s LIMIT %(limit)s
"""  # noqa: S608 - constants


@dataclass(frozen=True)
class Cell:
    """One figure of an indicator; ``None`` sums over all brackets, over all genders."""

    code: str
    band: str | None = None
    gender: str | None = None


@dataclass(frozen=True)
class Counted:
    """One person as they count for an indicator: by what, where, and on which day. Keys are primary keys."""

    code: str
    person: int
    band: str
    gender: str
    day: dt.date
    kind: str
    level: str
    centre: int
    enrolment: int | None


@dataclass(frozen=True)
class People:
    """A part of a list of people, and how many there are in all (0 where the part is beyond the end)."""

    rows: list[Counted]
    total: int


class Figures:
    """The figures of every indicator, by age bracket and gender."""

    def __init__(self, counts: Mapping[tuple[str, str, str], int]) -> None:
        self._counts = counts

    def of(self, cell: Cell) -> int:
        """Return a figure: of a bracket and gender, or summed over either."""
        return sum(
            count
            for (code, band, gender), count in self._counts.items()
            if code == cell.code and cell.band in {None, band} and cell.gender in {None, gender}
        )


def count(scope: Scope) -> Figures:
    """Count every indicator. One query, whatever the amount."""
    with connection.cursor() as cursor:
        cursor.execute(_ONCE + _FIGURES, values_of(scope))
        return Figures({(code, band, gender): number for code, band, gender, number in cursor})


def people(scope: Scope, cell: Cell | None = None, *, offset: int = 0, limit: int | None = None) -> People:
    """Return who is counted in a figure (without one: in every indicator), by day. One query."""
    shown = {"band": cell.band, "gender": cell.gender} if cell else {"band": None, "gender": None}
    values: dict[str, Any] = {
        **values_of(scope, cell.code if cell else None),
        **shown,
        "offset": offset,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ONCE + _PEOPLE, values)
        rows = cursor.fetchall()
    return People([Counted(*row[:-1]) for row in rows], rows[0][-1] if rows else 0)


def values_of(scope: Scope, code: str | None = None) -> dict[str, Any]:
    """Return what :data:`TOOK_PART` takes: with every indicator, or with the one of this code."""
    rows = [
        {
            "code": row.code,
            "place": place,
            "courses": row.courses,
            "milestones": row.milestones,
            "improved": row.improved,
        }
        for place, row in enumerate(indicators())
        if code in {None, row.code}
    ]
    return {
        "indicators": Json(rows),
        "levels": [level.value for level in Proficiency],
        "first_day": scope.period.first_day,
        "last_day": scope.period.last_day,
        "today": clock.today(),
        "centres": list(scope.centres),
        "project": scope.project,
    }
