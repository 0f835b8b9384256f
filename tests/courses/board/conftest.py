"""A centre with a group, somebody who works there, who teaches it, and somebody from elsewhere."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from courses.catalogue.models import Run
from portal.directory.models import Centre, Membership
from tests.courses.inbox.conftest import may_enter
from tests.factories import CentreFactory, MembershipFactory, RunFactory, UserFactory


def signed_in_as(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def centre(db: None) -> Centre:
    return CentreFactory(name="Centrul Iași")


@pytest.fixture
def run(centre: Centre) -> Run:
    return RunFactory(centre=centre, capacity=3)


@pytest.fixture
def staff(centre: Centre) -> User:
    return may_enter(MembershipFactory(centre=centre, user=UserFactory(first_name="Ana")).user)


@pytest.fixture
def staff_client(staff: User) -> Client:
    return signed_in_as(staff)


@pytest.fixture
def trainer(centre: Centre) -> User:
    return may_enter(MembershipFactory(centre=centre, role=Membership.Role.TRAINER).user)


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody who works for another centre."""
    return may_enter(MembershipFactory().user)
