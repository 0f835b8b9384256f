"""Two centres, a member of staff of the first, and what the tests of the inbox do all the time."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from courses.people.names import search_words
from portal.directory.models import Centre
from tests.factories import CentreFactory, EnrolmentFactory, MembershipFactory, PersonFactory, RunFactory, UserFactory


def may_enter(user):
    """Let a user into the admin."""
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def centre(db) -> Centre:
    return CentreFactory(name="Centrul Iași")


@pytest.fixture
def other_centre(db) -> Centre:
    return CentreFactory(name="Centrul Cluj")


@pytest.fixture
def staff(centre):
    user = UserFactory(username="ana", first_name="Ana", last_name="Exemplu")
    MembershipFactory(user=user, centre=centre)
    return may_enter(user)


@pytest.fixture
def colleague(centre):
    user = UserFactory(username="mihai", first_name="Mihai", last_name="Coleg")
    MembershipFactory(user=user, centre=centre)
    return may_enter(user)


@pytest.fixture
def staff_client(staff) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff)
    return client


@pytest.fixture
def run(centre):
    return RunFactory(centre=centre, capacity=2)


@pytest.fixture
def enrol(run):
    """Make an enrolment for the centre's run: ``enrol("Amina", reference=..., phone=...)``."""

    def make(name="Amina Exemplu", *, phone=None, language="en", email="", **values):
        person = PersonFactory(
            name=name,
            search_name=search_words(name),
            language=language,
            email=email,
            **({"phone": phone} if phone else {}),
        )
        return EnrolmentFactory(person=person, **{"run": run, **values})

    return make
