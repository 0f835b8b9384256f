"""Signing in with an e-mail address or a user name."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "a-password-of-the-tests"


def make(name: str, email: str) -> User:
    return User.objects.create_user(name, email, PASSWORD)


@pytest.mark.parametrize("typed", ["ioana", "ioana@demo.example", "Ioana@Demo.Example"])
def test_both_names_lead_to_the_account(typed: str) -> None:
    user = make("ioana", "ioana@demo.example")

    assert authenticate(username=typed, password=PASSWORD) == user
    assert authenticate(username=typed, password="wrong") is None


def test_an_address_that_two_accounts_share_names_neither() -> None:
    make("ioana", "office@demo.example")
    make("mihai", "office@demo.example")

    assert authenticate(username="office@demo.example", password=PASSWORD) is None
    assert authenticate(username="ioana", password=PASSWORD) is not None


def test_nobody_takes_over_a_name_by_writing_it_as_their_address() -> None:
    owner = make("office@demo.example", "owner@demo.example")
    make("other", "office@demo.example")

    assert authenticate(username="office@demo.example", password=PASSWORD) == owner


def test_an_account_without_an_address_is_not_found_by_none() -> None:
    make("ioana", "")

    assert authenticate(username="@", password=PASSWORD) is None
