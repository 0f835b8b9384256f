"""Periods, and the form that asks for them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from courses.reports.scope import Period, last_30_days, month_of, presets, quarter_of, year_of
from courses.reports.scope_form import ScopeForm
from portal.directory.models import Centre
from tests.courses.reports.conftest import YEAR
from tests.factories import ProjectFactory, RunFactory

DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2099, 12, 31))


@given(DAYS)
def test_a_day_is_in_its_month_quarter_and_year(day) -> None:
    for period in (month_of(day), quarter_of(day), year_of(day), last_30_days(day)):
        assert period.first_day <= day <= period.last_day


@given(DAYS, st.integers(0, 1000))
def test_the_period_before_ends_the_day_before(first, days) -> None:
    period = Period(first, first + dt.timedelta(days=days))
    assert period.previous.last_day == first - dt.timedelta(days=1)
    assert period.previous.first_day <= period.previous.last_day


@given(DAYS)
def test_before_whole_months_are_as_many_whole_months(day) -> None:
    assert month_of(day).previous == month_of(day.replace(day=1) - dt.timedelta(days=1))
    assert quarter_of(day).previous == quarter_of(quarter_of(day).first_day - dt.timedelta(days=1))
    assert year_of(day).previous == year_of(dt.date(day.year - 1, 6, 1))


def test_a_projects_own_period_is_offered() -> None:
    project = ProjectFactory.build()
    assert presets(dt.date(2026, 5, 5), project)[-1][1] == Period(project.starts_on, project.ends_on)


def form(query: str) -> ScopeForm:
    return ScopeForm(QueryDict(query), centres=Centre.objects.all(), default=YEAR)


def test_nothing_asked_is_the_default_and_everything(db, centre, other_centre) -> None:
    asked = form("")
    assert asked.is_valid()
    assert asked.scope.period == YEAR
    assert set(asked.scope.centres) == {centre.pk, other_centre.pk}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("first_day=2026-02-01&last_day=2026-01-31", "last_day"),
        ("first_day=2026-02-01", "last_day"),
        ("first_day=yesterday&last_day=2026-01-31", "first_day"),
        ("first_day=0001-01-01&last_day=2026-01-31", "first_day"),
        ("first_day=2026-01-01&last_day=9999-12-31", "last_day"),
        ("centre=999999", "centre"),
        ("project=x", "project"),
    ],
)
def test_what_can_not_be_is_said_beside_the_field(db, centre, other_centre, query, field) -> None:
    assert list(form(query).errors) == [field]


def test_a_query_says_the_same_again(db, centre, other_centre) -> None:
    run = RunFactory(centre=centre, project=ProjectFactory())
    asked = form(f"first_day=01.02.2026&last_day=28.02.2026&centre={centre.pk}&project={run.project_id}")
    assert asked.is_valid()
    again = form(asked.query())
    assert again.is_valid()
    assert again.scope == asked.scope
