"""The demo's rows: counties, organisations, projects, centres, facts, courses and runs."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from courses.catalogue.models import Course, Run, Session
from courses.catalogue.services import plan_sessions
from home.demo.errors import DemoError
from home.demo.files import read_rows
from portal import clock
from portal.directory.funds import PartnerRole
from portal.directory.models import Centre, CentreHours, CentrePhone, County, Organisation, Project, ProjectPartner
from portal.directory.special_days import SpecialDay
from portal.facts.models import Fact

if TYPE_CHECKING:
    from django.contrib.auth.models import User

M = TypeVar("M", bound=models.Model)

ENROLMENT_OPENS_BEFORE = dt.timedelta(weeks=6)
"""How long before its start a demo run opens for enrolment, and never later than yesterday."""


def load_rows(folder: Path, *, trainers: Mapping[str, User]) -> None:
    """Store every row of the folder ``rows``; ``trainers`` names who teaches at which centre, by its code.

    Raises :class:`DemoError` naming file and row when a value doesn't fit.
    """
    County.objects.bulk_create(
        build(County, f"counties.yaml, {row['code']}", sort_key=fold(row["name"]), **row)
        for row in read_rows(folder, "counties")
    )
    Organisation.objects.bulk_create(
        build(Organisation, f"organisations.yaml, {row['code']}", **row) for row in read_rows(folder, "organisations")
    )
    Course.objects.bulk_create(
        build(Course, f"courses.yaml, {row['code']}", **row) for row in read_rows(folder, "courses")
    )
    Fact.objects.bulk_create(
        build(Fact, f"facts.yaml, {row['code']}", **_with_text(row)) for row in read_rows(folder, "facts")
    )
    _load_projects(folder)
    _load_centres(folder)
    _load_runs(folder, trainers=trainers)


def fold(text: str) -> str:
    """Return a text without diacritics and in small letters: a key that sorts for people in C.UTF-8."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def _load_projects(folder: Path) -> None:
    organisations = by_code(Organisation)
    for row in read_rows(folder, "projects"):
        counties, partners = row.pop("counties"), row.pop("partners", [])
        row["organisation"] = named(organisations, row["organisation"], "projects.yaml")
        project = build(Project, f"projects.yaml, {row['code']}", **row)
        project.save()
        project.counties.set(counties)
        where = f"projects.yaml, {row['code']}"
        ProjectPartner.objects.bulk_create(
            ProjectPartner(
                project=project,
                organisation=named(organisations, partner["organisation"], where),
                role=PartnerRole(partner["role"]),
                sort_order=order,
            )
            for order, partner in enumerate(partners)
        )


def _load_centres(folder: Path) -> None:
    organisations = by_code(Organisation)
    phones: list[CentrePhone] = []
    hours: list[CentreHours] = []
    special_days: list[SpecialDay] = []
    for row in read_rows(folder, "centres"):
        where = f"centres.yaml, {row['code']}"
        counties_served, numbers, openings = row.pop("counties_served"), row.pop("phones"), row.pop("hours")
        special = row.pop("special_days", [])
        row["county_id"] = row.pop("county")
        for coordinate in ("latitude", "longitude"):
            row[coordinate] = Decimal(str(row[coordinate]))  # a float would bring its rounding error along
        row["organisation"] = named(organisations, row["organisation"], where)
        centre = build(Centre, where, **row)
        centre.save()
        centre.counties_served.set(counties_served)
        phones += [
            build(CentrePhone, where, centre=centre, sort_order=order, **number) for order, number in enumerate(numbers)
        ]
        hours += [
            build(
                CentreHours,
                where,
                centre=centre,
                weekday=day,
                opens=time_of(opening["opens"], where),
                closes=time_of(opening["closes"], where),
            )
            for opening in openings
            for day in opening["days"]
        ]
        special_days += [_special_day(centre, where, **values) for values in special]
    CentrePhone.objects.bulk_create(phones)
    CentreHours.objects.bulk_create(hours)
    SpecialDay.objects.bulk_create(special_days)


def _special_day(
    centre: Centre, where: str, *, in_weeks: int, weekday: int, reason: str, opens: str = "", closes: str = ""
) -> SpecialDay:
    """Return a day with other hours, or closed, in a week to come: the demo's days are always still ahead."""
    times = {"opens": time_of(opens, where), "closes": time_of(closes, where)} if opens else {}
    day = monday_in(in_weeks) + dt.timedelta(days=weekday)
    return build(SpecialDay, where, centre=centre, day=day, reason=reason, **times)


def _load_runs(folder: Path, *, trainers: Mapping[str, User]) -> None:
    courses, centres, projects = by_code(Course), by_code(Centre), by_code(Project)
    runs: list[Run] = []
    sessions: list[Session] = []
    for row in read_rows(folder, "runs"):
        where = f"runs.yaml, {row['code']}"
        room, teacher = row.pop("room", ""), trainers.get(row["centre"]) if row.pop("trainer", False) else None
        planned = plan_sessions(
            first_day=monday_in(row.pop("starts_in_weeks")),
            weekdays=row.pop("days"),
            starts=time_of(row.pop("from"), where),
            ends=time_of(row.pop("to"), where),
            count=row.pop("sessions"),
        )
        row["course"] = named(courses, row["course"], where)
        row["centre"] = named(centres, row["centre"], where)
        row["project"] = named(projects, row["project"], where) if row.get("project") else None
        first_day, last_day = planned[0].starts_at.date(), planned[-1].starts_at.date()
        opens_on = min(first_day - ENROLMENT_OPENS_BEFORE, clock.today() - dt.timedelta(days=1))
        run = build(
            Run,
            where,
            starts_on=first_day,
            ends_on=last_day,
            opens_on=opens_on,
            **{"state": Run.State.OPEN, **row},
        )
        run.fill_in_days()
        runs.append(run)
        sessions += [
            Session(run=run, starts_at=meeting.starts_at, ends_at=meeting.ends_at, room=room, trainer=teacher)
            for meeting in planned
        ]
    Run.objects.bulk_create(runs)
    for session in sessions:
        session.run_id = session.run.pk
    Session.objects.bulk_create(sessions)


def build(model: type[M], where: str, **values: Any) -> M:
    """Return a checked row that isn't stored yet: the database's own refusal would name no file."""
    try:
        row = model(**values)
        relations = [field.name for field in model._meta.get_fields() if field.is_relation]
        row.clean_fields(exclude={*relations, "last_entry_on"})
        row.clean()
    except (TypeError, ValidationError) as error:
        raise DemoError(f"{where}: {error}") from error
    return row


def by_code(model: type[M]) -> dict[str, M]:
    """Return the stored rows by their code."""
    return {row.code: row for row in model._default_manager.all()}  # type: ignore[attr-defined]


def named(rows: dict[str, M], code: str, where: str) -> M:
    """Return the row with this code. Raises :class:`DemoError` where there is none."""
    try:
        return rows[code]
    except KeyError:
        raise DemoError(f"{where}: there is no {code!r}") from None


def time_of(text: object, where: str) -> dt.time:
    """Return a time of day. YAML reads an unquoted 09:00 as a number, hence the check."""
    if not isinstance(text, str):
        raise DemoError(f"{where}: put times in quotation marks, {text!r} is a number")
    return dt.time.fromisoformat(text)


def _with_text(fact: dict[str, Any]) -> dict[str, Any]:
    """A fact's value is text, whatever YAML takes it for."""
    return {**fact, "value": str(fact["value"])}


def monday_in(weeks: int) -> dt.date:
    """Return the Monday of the week that is so many weeks from today (before it, where negative)."""
    today = clock.today()
    return today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=weeks)
