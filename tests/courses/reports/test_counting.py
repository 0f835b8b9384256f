"""Who counts for an indicator, and that every figure is as long as its list."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.attendance.models import Attendance
from courses.catalogue.models import Course
from courses.people.merging import merge_people
from courses.people.models import Person
from courses.reports.counting import BANDS, GENDERS, Cell, count, people
from courses.reports.indicators import indicators
from courses.reports.models import Milestone
from courses.reports.scope import Period, Scope, month_of
from tests.courses.reports.conftest import YEAR
from tests.factories import (
    CentreFactory,
    CourseFactory,
    EnrolmentFactory,
    EventFactory,
    PersonFactory,
    ProjectFactory,
    RunFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def figures(scope) -> dict[str, int]:
    """The sums that aren't nothing."""
    counted = count(scope)
    return {row.code: counted.of(Cell(row.code)) for row in indicators() if counted.of(Cell(row.code))}


def milestone(enrolment, kind, /, on=dt.date(2026, 10, 1), **values):
    about = {"person": enrolment.person, "centre": enrolment.centre, "enrolment": enrolment}
    return Milestone.objects.create(kind=kind, on=on, **{**about, **values})


def test_every_kind_of_course_supports_somebody() -> None:
    supported = next(row for row in indicators() if row.code == "O.2.3")
    assert set(supported.courses) == set(Course.Kind.values)


def test_what_the_file_names_exists() -> None:
    for row in indicators():
        assert set(row.courses) <= set(Course.Kind.values)
        assert set(row.milestones) <= set(Milestone.Kind.values)
        assert row.of in {"", *(other.code for other in indicators())}


@pytest.mark.parametrize("state", ["attending", "completed"])
def test_who_attends_or_has_completed_took_part(scope, take_part, state) -> None:
    take_part(state=state)
    assert figures(scope) == {"O.2.3": 1, "O.2.3.1": 1}


@pytest.mark.parametrize("state", ["submitted", "waiting", "offered", "confirmed", "dropped", "withdrawn", "rejected"])
def test_who_never_came_did_not(scope, take_part, state) -> None:
    take_part(state=state)
    assert figures(scope) == {}


@pytest.mark.parametrize("state", ["confirmed", "dropped", "withdrawn", "rejected"])
@pytest.mark.parametrize(("mark", "counts"), [("present", True), ("late", True), ("absent", False), ("excused", False)])
def test_whoever_came_once_took_part(scope, take_part, run, *, state, mark, counts) -> None:
    Attendance.objects.create(enrolment=take_part(state=state), session=SessionFactory(run=run), mark=mark)
    assert bool(figures(scope)) is counts


def test_whoever_was_attending_took_part_without_a_mark(scope, take_part) -> None:
    EventFactory(enrolment=take_part(state="dropped"), verb="attend", to_state="attending")
    assert figures(scope) == {"O.2.3": 1, "O.2.3.1": 1}


def test_orientation_and_citizenship_are_civic(scope, centre, take_part, orientation) -> None:
    citizenship = RunFactory(
        course=CourseFactory(kind="citizenship", level=""),
        centre=centre,
        starts_on=orientation.starts_on,
        ends_on=orientation.ends_on,
    )
    take_part(run=orientation)
    take_part(run=citizenship)
    assert figures(scope) == {"O.2.3": 2, "O.2.3.2": 2}


def test_a_person_counts_once_for_each_indicator(scope, take_part, orientation) -> None:
    person = PersonFactory()
    first = take_part(person=person)
    take_part(person=person, run=orientation)
    milestone(first, "guidance")
    milestone(first, "guidance", on=dt.date(2026, 10, 2))
    assert figures(scope) == {"O.2.3": 1, "O.2.3.1": 1, "O.2.3.2": 1, "O.2.3.3": 1}


def test_joined_rows_are_one_person_however_often_they_were_joined(scope, take_part, orientation) -> None:
    rows = [take_part(), take_part(run=orientation), take_part(run=orientation)]
    milestone(rows[0], "guidance")
    admin = UserFactory(admin=True)
    merge_people(kept=rows[1].person, merged=rows[0].person, user=admin)
    merge_people(kept=rows[2].person, merged=rows[1].person, user=admin)
    assert figures(scope)["O.2.3"] == 1
    assert {row.person for row in people(scope).rows} == {rows[2].person_id}


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        ((2026, 8, 1), (2026, 8, 31), False),
        ((2026, 8, 1), (2026, 9, 1), True),
        ((2026, 10, 30), (2026, 12, 31), True),
        ((2026, 10, 31), (2026, 12, 31), False),
    ],
)
def test_a_period_counts_what_it_touches(centre, take_part, first, last, counts) -> None:
    take_part()
    period = Period(dt.date(*first), dt.date(*last))
    assert bool(figures(Scope(period, (centre.pk,)))) is counts


def test_whoever_left_early_counts_until_then(centre, take_part) -> None:
    take_part(state="completed", since=dt.datetime(2026, 9, 20, 9, tzinfo=dt.UTC))
    assert figures(Scope(month_of(dt.date(2026, 9, 1)), (centre.pk,)))
    assert not figures(Scope(month_of(dt.date(2026, 10, 1)), (centre.pk,)))


def test_the_day_of_leaving_is_a_day_in_romania(centre, take_part) -> None:
    take_part(since=dt.datetime(2026, 9, 30, 21, 30, tzinfo=dt.UTC))  # 1 October, 00:30 in Bucharest
    assert figures(Scope(month_of(dt.date(2026, 10, 1)), (centre.pk,)))


def test_days_to_come_count_for_nothing(centre, take_part) -> None:
    later = RunFactory(centre=centre, starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2027, 1, 31))
    take_part(state="attending", run=later)
    assert figures(Scope(month_of(dt.date(2026, 11, 1)), (centre.pk,)))
    assert not figures(Scope(month_of(dt.date(2026, 12, 1)), (centre.pk,)))


def test_a_group_that_has_not_begun_counts_for_nothing(scope, centre, take_part) -> None:
    take_part(state="attending", run=RunFactory(centre=centre, starts_on=dt.date(2026, 11, 24)))
    assert figures(scope) == {}


@pytest.mark.parametrize(
    ("entry", "leaving", "improved"),
    [("none", "A1", True), ("A1", "B1", True), ("A1", "A1", False), ("B1", "A2", False), ("", "A2", False)],
)
def test_a_level_higher_at_the_end_is_an_improvement(scope, take_part, entry, leaving, improved) -> None:
    take_part(entry_level=entry, exit_level=leaving)
    assert ("R.2.8" in figures(scope)) is improved


def test_an_improvement_counts_when_the_course_is_left(centre, take_part) -> None:
    take_part(entry_level="none", exit_level="A1")
    september, october = (Scope(month_of(dt.date(2026, month, 1)), (centre.pk,)) for month in (9, 10))
    assert "R.2.8" not in figures(september)
    assert figures(october)["R.2.8"] == 1


def test_an_improvement_in_orientation_is_none(scope, take_part, orientation) -> None:
    take_part(run=orientation, entry_level="none", exit_level="A1")
    assert "R.2.8" not in figures(scope)


def test_milestones_count_on_their_day(scope, take_part) -> None:
    enrolment = take_part(state="confirmed")
    for kind in ("guidance", "helpful", "not_helpful", "qualification", "long_term"):
        milestone(enrolment, kind)
    milestone(take_part(state="confirmed"), "guidance", on=dt.date(2025, 12, 31))
    assert figures(scope) == {"O.2.3": 1, "O.2.3.3": 1, "R.2.9": 1, "R.2.10": 1, "R.2.11": 1}


def test_a_scope_is_its_centres_and_its_project(centre, other_centre, take_part) -> None:
    project = ProjectFactory()
    days = {"starts_on": dt.date(2026, 9, 1), "ends_on": dt.date(2026, 10, 30)}
    funded = take_part(run=RunFactory(centre=centre, project=project, **days))
    take_part(run=RunFactory(centre=other_centre, project=project, **days))
    milestone(funded, "guidance", project=project)
    milestone(funded, "long_term")
    assert figures(Scope(YEAR, (centre.pk,)))["O.2.3"] == 1
    assert figures(Scope(YEAR, (centre.pk, other_centre.pk)))["O.2.3"] == 2
    assert figures(Scope(YEAR, (centre.pk,), project.pk)) == {"O.2.3": 1, "O.2.3.1": 1, "O.2.3.3": 1}
    assert figures(Scope(YEAR, ())) == {}


def test_age_is_that_of_the_enrolment_and_a_known_one_wins(scope, take_part, orientation) -> None:
    person = PersonFactory(gender="female")
    take_part(person=person, band="")
    take_part(person=person, band="over_60", run=orientation)
    counted = count(scope)
    assert counted.of(Cell("O.2.3", "over_60", "female")) == 1
    assert counted.of(Cell("O.2.3.1", "", "female")) == 1


@pytest.mark.parametrize(("year", "band"), [(2009, "under_18"), (2008, "18_60"), (1966, "18_60"), (1965, "over_60")])
def test_age_of_a_milestone_without_enrolment_is_that_of_its_day(scope, take_part, year, band) -> None:
    enrolment = take_part(state="confirmed", birth_year=year)
    made = milestone(take_part(state="confirmed"), "guidance", person=enrolment.person, enrolment=None)
    assert count(scope).of(Cell("O.2.3.3", band)) == 1
    assert enrolment.person.age_band(made.on) == band


def test_a_list_is_paged_and_says_how_long_it_is(scope, take_part) -> None:
    for _number in range(5):
        take_part()
    found = people(scope, Cell("O.2.3"), offset=3, limit=3)
    assert (len(found.rows), found.total) == (2, 5)


def test_one_query_whatever_the_amount(scope, take_part) -> None:
    for _number in range(5):
        take_part()
    with CaptureQueriesContext(connection) as queries:
        count(scope)
        people(scope)
    assert len(queries) == 2


def in_cell(rows, band, gender):
    """Those of a list who belong to a bracket and gender; ``None`` is any."""
    return [row for row in rows if band in {None, row.band} and gender in {None, row.gender}]


LEVELS = st.sampled_from(["", "none", "A1", "A2"])
ENROLMENT = st.fixed_dictionaries(
    {
        "person": st.integers(0, 4),
        "run": st.integers(0, 3),
        "state": st.sampled_from(["attending", "completed", "dropped", "withdrawn", "submitted"]),
        "band": st.sampled_from(BANDS),
        "entry": LEVELS,
        "leaving": LEVELS,
        "left": st.integers(0, 120),
        "milestone": st.sampled_from([None, *Milestone.Kind.values]),
    }
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    enrolments=st.lists(ENROLMENT, max_size=10),
    genders=st.lists(st.sampled_from(GENDERS), min_size=5, max_size=5),
    joined=st.sampled_from([None, (0, 1), (3, 2)]),
    asked=st.builds(
        Cell,
        st.sampled_from([row.code for row in indicators()]),
        st.sampled_from([None, *BANDS]),
        st.sampled_from([None, *GENDERS]),
    ),
    first=st.dates(dt.date(2026, 6, 1), dt.date(2026, 12, 1)),
    days=st.integers(0, 120),
)
def test_every_figure_is_as_long_as_its_list(db, *, enrolments, genders, joined, asked, first, days) -> None:
    with transaction.atomic():
        centre = CentreFactory()
        kinds = ["romanian", "orientation", "citizenship", "romanian"]
        start = dt.date(2026, 7, 1)
        groups = [
            RunFactory(
                centre=centre,
                course=CourseFactory(kind=kind),
                starts_on=start + dt.timedelta(days=30 * number),
                ends_on=start + dt.timedelta(days=30 * number + 60),
            )
            for number, kind in enumerate(kinds)
        ]
        everybody = [PersonFactory(gender=gender) for gender in genders]
        for row in enrolments:
            group = groups[row["run"]]
            left = dt.datetime.combine(start, dt.time(9), tzinfo=dt.UTC) + dt.timedelta(days=row["left"])
            enrolment = EnrolmentFactory(
                run=group,
                person=everybody[row["person"]],
                state=row["state"],
                age_band_then=row["band"],
                entry_level=row["entry"],
                exit_level=row["leaving"],
                state_since=left,
            )
            if row["milestone"]:
                milestone(enrolment, row["milestone"], on=left.date())
        if joined:
            Person.objects.filter(pk=everybody[joined[0]].pk).update(merged_into=everybody[joined[1]])
        scope = Scope(Period(first, first + dt.timedelta(days=days)), (centre.pk,))

        counted = count(scope)
        everyone = people(scope).rows
        for row in indicators():
            rows = [person for person in everyone if person.code == row.code]
            assert len({person.person for person in rows}) == len(rows) == counted.of(Cell(row.code))
            for band in (None, *BANDS):
                for gender in (None, *GENDERS):
                    assert counted.of(Cell(row.code, band, gender)) == len(in_cell(rows, band, gender))
        listed = people(scope, asked)
        assert counted.of(asked) == listed.total == len(listed.rows)
        assert listed.rows == in_cell([row for row in everyone if row.code == asked.code], asked.band, asked.gender)
        parts = {row.code: {person.person for person in everyone if person.code == row.code} for row in indicators()}
        assert parts["O.2.3"] == parts["O.2.3.1"] | parts["O.2.3.2"] | parts["O.2.3.3"]
        assert parts["R.2.8"] <= parts["O.2.3.1"]
        transaction.set_rollback(True)
