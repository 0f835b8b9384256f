"""Staff sign in with the name or the address of their account."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a-password-of-the-tests"


@pytest.mark.parametrize("typed", ["ioana", "ioana@centre.example", "Ioana@Centre.example"])
def test_name_and_address_are_the_same_account(typed: str) -> None:
    user = UserFactory(username="ioana", email="ioana@centre.example")
    assert authenticate(username=typed, password=PASSWORD) == user
    assert authenticate(username=typed, password="another") is None


def test_an_address_that_two_accounts_share_opens_neither() -> None:
    UserFactory(username="a", email="office@centre.example")
    UserFactory(username="b", email="office@centre.example")
    assert authenticate(username="office@centre.example", password=PASSWORD) is None
    assert authenticate(username="a", password=PASSWORD) is not None


def test_who_left_does_not_come_in() -> None:
    UserFactory(username="gone", email="gone@centre.example", is_active=False)
    assert authenticate(username="gone@centre.example", password=PASSWORD) is None
