"""Two centres, who counts at the first, and people who take part."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from courses.reports.scope import Period, Scope
from portal import clock
from portal.directory.models import Centre, Membership
from tests.factories import CentreFactory, CourseFactory, EnrolmentFactory, MembershipFactory, PersonFactory, RunFactory

YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def member(centre, role, username):
    user = MembershipFactory(centre=centre, role=role, user__username=username).user
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def client() -> Client:
    """A browser that reads English; without a language chosen the admin is Romanian."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def centre(db) -> Centre:
    return CentreFactory(code="iasi", name="Centrul Iași")


@pytest.fixture
def other_centre(db) -> Centre:
    return CentreFactory(code="cluj", name="Centrul Cluj")


@pytest.fixture
def staff(centre):
    return member(centre, Membership.Role.STAFF, "ana")


@pytest.fixture
def reporter(centre):
    return member(centre, Membership.Role.REPORTER, "radu")


@pytest.fixture
def run(centre):
    """A run of Romanian, A1, from 1 September to 30 October 2026."""
    return RunFactory(centre=centre, starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 10, 30))


@pytest.fixture
def orientation(centre):
    course = CourseFactory(kind="orientation", level="")
    return RunFactory(centre=centre, course=course, starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 10, 30))


@pytest.fixture
def scope(centre):
    return Scope(YEAR, (centre.pk,))


@pytest.fixture
def take_part(run):
    """``take_part(state="completed", gender="female", ...)``: somebody who took part in the run, or in another."""

    def make(*, person=None, gender="", band="18_60", birth_year=None, state="completed", since=None, **values):
        group = values.pop("run", run)
        person = person or PersonFactory(gender=gender, birth_year=birth_year)
        return EnrolmentFactory(
            person=person,
            run=group,
            state=state,
            age_band_then=band,
            state_since=since or dt.datetime.combine(group.ends_on, dt.time(12), tzinfo=clock.ZONE),
            submitted_at=dt.datetime.combine(group.starts_on, dt.time(9), tzinfo=clock.ZONE) - dt.timedelta(days=20),
            **values,
        )

    return make
