"""In which roles somebody belongs to centres is asked for once."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.directory.access import has_role, roles_of
from portal.directory.models import Membership
from tests.factories import CentreFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_roles_are_those_at_any_centre_and_asked_for_once(django_assert_num_queries: Any) -> None:
    user = UserFactory()
    for role in (Membership.Role.STAFF, Membership.Role.TRAINER):
        Membership.objects.create(user=user, centre=CentreFactory(), role=role)
    Membership.objects.create(user=UserFactory(), centre=CentreFactory(), role=Membership.Role.COORDINATOR)
    with django_assert_num_queries(1):
        assert roles_of(user) == {"staff", "trainer"}
        assert has_role(user, Membership.SEES_PEOPLE)
        assert not has_role(user, (Membership.Role.COORDINATOR,))


def test_an_administrator_has_each_and_a_visitor_none(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert has_role(UserFactory.build(is_superuser=True), (Membership.Role.COORDINATOR,))
    assert not has_role(AnonymousUser(), Membership.SEES_FIGURES)
