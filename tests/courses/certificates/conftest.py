"""A centre with a member of staff, a run that has ended, and people who completed it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from courses.people.names import search_words
from portal import clock
from tests.courses.inbox.conftest import may_enter
from tests.factories import CentreFactory, EnrolmentFactory, MembershipFactory, PersonFactory, RunFactory, UserFactory


@pytest.fixture
def centre(db):
    return CentreFactory(name="Centrul Iași", city="Iași")


@pytest.fixture
def staff(centre):
    user = UserFactory(username="ana", first_name="Ana", last_name="Exemplu")
    MembershipFactory(user=user, centre=centre)
    return may_enter(user)


@pytest.fixture
def staff_client(staff) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff)
    return client


@pytest.fixture
def stranger_client(db) -> Client:
    """A member of staff of another centre."""
    user = may_enter(MembershipFactory(centre=CentreFactory(name="Centrul Cluj")).user)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def run(centre):
    return RunFactory(centre=centre, past=True, ends_on=clock.today() - dt.timedelta(days=10), capacity=30)


@pytest.fixture
def learner(run):
    """Make somebody of the run: ``learner("Amina")`` has completed it, ``learner("Amina", attending=True)`` not yet."""

    def make(name="Amina Exemplu", *, latin_name="", language="en", email="", **values):
        person = PersonFactory(
            name=name,
            latin_name=latin_name,
            search_name=search_words(name, latin_name),
            language=language,
            email=email,
        )
        states = {"attending", "confirmed", "dropped", "offered", "waiting"}
        chosen = values if states & values.keys() else {"completed": True, **values}
        return EnrolmentFactory(person=person, **{"run": run, **chosen})

    return make
