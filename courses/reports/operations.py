"""How it goes: how long people wait, how far they come, who comes to class, what is asked for.

Everything but attendance and the waiting list is about the enrolments **received** in the period, as far as they
have come by now; what was found to be spam, joined with another enrolment, or may not be a person's stays out.
The **first answer** is the first thing that we tell somebody: a question, an offer, a place, the waiting list, a
no, an invitation, a message. Waiting for a **place** ends with the first offer or confirmation, without the time
in which we waited for the person. Wishes without a run count as demand and in nothing else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Count, Min, Q

from courses.attendance.models import THERE
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State, Verb
from courses.reports.scope import Scope
from portal import clock
from portal.directory.models import Centre
from portal.working_days import add_working_days

ANSWERS = (Verb.ASK, Verb.OFFER, Verb.CONFIRM, Verb.WAIT, Verb.REJECT, Verb.INVITE, Verb.WRITE)
STAGES: tuple[tuple[State, ...], ...] = (
    (State.SUBMITTED,),
    (State.IN_REVIEW, State.NEEDS_INFORMATION, State.WAITING),
    (State.OFFERED,),
    (State.CONFIRMED,),
    (State.ATTENDING,),
    (State.COMPLETED,),
)
"""How far an enrolment can come; each stage has passed those before it."""
LOST = (State.DECLINED, State.EXPIRED, State.WITHDRAWN, State.REJECTED, State.DROPPED)
ASIDE = (State.MERGED, State.SPAM)

_REACHED = (
    "CASE "
    + " ".join(
        f"WHEN {{column}} IN ({', '.join(repr(state.value) for state in states)}) THEN {rank}"
        for rank, states in reversed(list(enumerate(STAGES)))
    )
    + " ELSE 0 END"
)
_LIFE = f"""
WITH chosen AS MATERIALIZED (
    SELECT enrolment.id, enrolment.centre_id, enrolment.course_id, enrolment.person_id, enrolment.county_id,
        enrolment.run_id, enrolment.state, enrolment.reason, enrolment.level, enrolment.paused_for,
        enrolment.submitted_at
    FROM courses_enrolment AS enrolment LEFT JOIN courses_run AS run ON run.id = enrolment.run_id
    WHERE enrolment.submitted_at >= %(since)s AND enrolment.submitted_at < %(until)s
        AND enrolment.centre_id = ANY(%(centres)s)
        AND (%(project)s::bigint IS NULL OR run.project_id = %(project)s)
        AND enrolment.suspicion = '' AND enrolment.state <> ALL(%(aside)s)
),
told AS (
    SELECT event.enrolment_id AS id, max({_REACHED.format(column="event.to_state")}) AS reached,
        min(event.at) FILTER (WHERE event.verb = ANY(%(answers)s) AND event.actor <> 'person') AS answered,
        min(event.at) FILTER (WHERE event.to_state IN ('offered', 'confirmed')) AS placed
    FROM chosen JOIN courses_event AS event ON event.enrolment_id = chosen.id
    WHERE event.at >= %(since)s AND event.verb <> 'submit'
    GROUP BY event.enrolment_id
),
life AS MATERIALIZED (
    SELECT enrolment.centre_id AS centre, enrolment.course_id AS course, enrolment.person_id, enrolment.state,
        enrolment.reason, enrolment.level, local.at, enrolment.run_id IS NULL AS is_wish,
        coalesce(enrolment.county_id, centre.county_id) AS county,
        greatest(told.reached, {_REACHED.format(column="enrolment.state")}) AS reached,
        extract(epoch FROM told.answered - enrolment.submitted_at)::float8 AS answered_after,
        CASE WHEN told.placed IS NOT NULL THEN extract(epoch FROM
            greatest(told.placed - enrolment.submitted_at - enrolment.paused_for, interval '0'))::float8
            END AS placed_after,
        CASE WHEN told.answered IS NOT NULL THEN told.answered <= target.at
            WHEN enrolment.state IN ('submitted', 'in_review') AND target.at < %(now)s THEN false END AS in_time
    FROM chosen AS enrolment
    JOIN portal_centre AS centre ON centre.id = enrolment.centre_id
    LEFT JOIN told ON told.id = enrolment.id
    CROSS JOIN LATERAL (SELECT enrolment.submitted_at AT TIME ZONE 'Europe/Bucharest' AS at) AS local
    CROSS JOIN LATERAL (
        SELECT (local.at::date - %(first_day)s::date) * cardinality(%(spans)s::int[])
            + array_position(%(spans)s::int[], centre.answer_days::int) AS number
    ) AS promise
    CROSS JOIN LATERAL (
        SELECT ((%(due_days)s::date[])[promise.number]
            + CASE WHEN (%(keeps)s::bool[])[promise.number] THEN local.at::time ELSE time '00:00' END)
            AT TIME ZONE 'Europe/Bucharest' AS at
    ) AS target
)
"""  # noqa: S608 - constants
_TIMES = """
    SELECT {keys}, count(*) AS received,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY answered_after) AS answered,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY placed_after) AS placed,
        count(*) FILTER (WHERE in_time) AS in_time, count(in_time) AS promised,
        count(*) FILTER (WHERE reached >= 2) AS with_place, count(*) FILTER (WHERE reached >= 5) AS completed
    FROM life WHERE NOT is_wish GROUP BY {groups}
"""
_PARTS = {
    "headline": _TIMES.format(keys="NULL AS centre, NULL AS course", groups="()"),
    "times": _TIMES.format(keys="centre, course", groups="GROUPING SETS ((centre), (course))"),
    "reached": "SELECT reached, count(*) AS count FROM life WHERE NOT is_wish GROUP BY reached",
    "lost": """
        SELECT reached, state, reason, count(*) AS count FROM life
        WHERE NOT is_wish AND state = ANY(%(lost)s) GROUP BY reached, state, reason ORDER BY count DESC
    """,
    "months": """
        SELECT to_char(date_trunc('month', at), 'YYYY-MM') AS month, count(*) AS count,
            count(*) FILTER (WHERE is_wish) AS wishes
        FROM life GROUP BY date_trunc('month', at) ORDER BY month
    """,
    "counties": """
        SELECT county, count(*) AS count, count(*) FILTER (WHERE is_wish) AS wishes FROM life
        GROUP BY county ORDER BY count DESC, county
    """,
    "languages": """
        SELECT person.language, count(*) AS count, count(*) FILTER (WHERE life.is_wish) AS wishes
        FROM life JOIN courses_person AS person ON person.id = life.person_id
        GROUP BY person.language ORDER BY count DESC, person.language
    """,
    "levels": "SELECT level, count(*) AS count, count(*) FILTER (WHERE is_wish) AS wishes FROM life GROUP BY level",
}
_ATTENDANCE = """
SELECT run.course_id AS course,
    count(*) FILTER (WHERE session.starts_at >= %(since)s AND attendance.mark = ANY(%(there)s)) AS there,
    count(*) FILTER (WHERE session.starts_at >= %(since)s) AS marks,
    count(*) FILTER (WHERE session.starts_at < %(since)s AND attendance.mark = ANY(%(there)s)) AS there_before,
    count(*) FILTER (WHERE session.starts_at < %(since)s) AS marks_before
FROM courses_attendance AS attendance
JOIN courses_session AS session ON session.id = attendance.session_id
JOIN courses_run AS run ON run.id = session.run_id
WHERE session.starts_at >= %(before)s AND session.starts_at < %(until)s AND NOT session.is_cancelled
    AND run.centre_id = ANY(%(centres)s) AND (%(project)s::bigint IS NULL OR run.project_id = %(project)s)
GROUP BY run.course_id
"""
WHOLE = tuple(_PARTS)
HEADLINE = ("headline",)
KEPT = dt.timedelta(minutes=5)
LONG = dt.timedelta(days=92)
"""Longer periods are not measured anew for everybody who looks."""
ROOM = "32MB"
"""What a statement over a year sorts and groups in; with PostgreSQL's usual 4 MB it would go through files."""


def measure(scope: Scope, parts: Collection[str] = WHOLE) -> dict[str, list[dict[str, Any]]]:
    """Return the parts asked for, each a list of rows; times are seconds. Three queries, whatever the amount."""
    each = "'{}', (SELECT json_agg(rows) FROM ({}) AS rows)"
    wanted = ", ".join(each.format(part, _PARTS[part]) for part in parts)
    values = {**_bounds(scope), **_targets(scope), **_codes()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [ROOM])
        cursor.execute(f"{_LIFE} SELECT json_build_object({wanted})::text", values)
        (answer,) = cursor.fetchone()
    return {part: rows or [] for part, rows in json.loads(answer).items()}


@dataclass(frozen=True)
class Marks:
    """Marks of sessions in the period: how many were there, of how many; and the same in the period before."""

    there: int = 0
    marks: int = 0
    there_before: int = 0
    marks_before: int = 0


@dataclass(frozen=True)
class Measured:
    """What was measured, and when."""

    at: dt.datetime
    parts: dict[str, list[dict[str, Any]]]


def measure_lately(scope: Scope, parts: Collection[str] = WHOLE) -> Measured:
    """Measure, or return what was measured at most :data:`KEPT` ago: a year of all centres takes a moment."""
    key = hashlib.sha256(repr((scope, tuple(parts))).encode()).hexdigest()
    kept: Measured | None = cache.get(f"reports:operations:{key}")
    if kept is None:
        kept = Measured(clock.now(), measure(scope, parts))
        cache.set(f"reports:operations:{key}", kept, KEPT.total_seconds())
    return kept


def attendance(scope: Scope) -> dict[int, Marks]:
    """Return the marks by course (primary key). One query."""
    values = {**_bounds(scope), "before": _bounds(scope.before())["since"], "there": [mark.value for mark in THERE]}
    with connection.cursor() as cursor:
        cursor.execute(_ATTENDANCE, values)
        return {course: Marks(*counts) for course, *counts in cursor}


def waiting_now(scope: Scope) -> list[dict[str, Any]]:
    """Return the waiting lists as they are now, by course: how many, since when the first, how many are wishes."""
    waiting = Enrolment.objects.filter(centre__in=scope.centres, state=State.WAITING)
    if scope.project is not None:
        waiting = waiting.filter(run__project=scope.project)
    counted: Any = (
        waiting.order_by()
        .values("course")
        .annotate(count=Count("pk"), since=Min("queued_at"), wishes=Count("pk", filter=Q(run=None)))
    )
    return list(counted.order_by("-count", "course"))


def _bounds(scope: Scope) -> dict[str, Any]:
    midnight = dt.time.min
    return {
        "since": dt.datetime.combine(scope.period.first_day, midnight, tzinfo=clock.ZONE),
        "until": dt.datetime.combine(scope.period.last_day + dt.timedelta(days=1), midnight, tzinfo=clock.ZONE),
        "now": clock.now(),
        "centres": list(scope.centres),
        "project": scope.project,
    }


def _targets(scope: Scope) -> dict[str, Any]:
    """Return when an enrolment is to be answered: for each day all promises of the centres, one after the other.

    The statement knows no holidays: it gets the days, and whether the time of day stays.
    """
    spans = sorted(set(Centre.objects.filter(pk__in=scope.centres).values_list("answer_days", flat=True)))
    last = min(scope.period.last_day, clock.today())
    count = max((last - scope.period.first_day).days + 1, 0)
    due_days, keeps = [], []
    for day in (scope.period.first_day + dt.timedelta(days=number) for number in range(count)):
        noon = dt.datetime.combine(day, dt.time(12), tzinfo=clock.ZONE)
        for span in spans:
            due = add_working_days(noon, span)
            due_days.append(due.date())
            keeps.append(due.time() == noon.time())
    return {"first_day": scope.period.first_day, "spans": spans, "due_days": due_days, "keeps": keeps}


def _codes() -> Mapping[str, Any]:
    return {
        "answers": [verb.value for verb in ANSWERS],
        "aside": [state.value for state in ASIDE],
        "lost": [state.value for state in LOST],
    }
