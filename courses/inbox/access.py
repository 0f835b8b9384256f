"""Who works in the inbox. Everybody else meets a 404: that something exists is already an answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import models

from portal.directory.access import has_role
from portal.directory.models import Centre, Membership


def works_in_inbox(user: User) -> bool:
    """Whether the user sees the inbox at all."""
    return has_role(user, Membership.SEES_PEOPLE)


def colleagues(centres: Iterable[Centre] | models.QuerySet[Centre]) -> models.QuerySet:
    """Return the active users who can be given enrolments of these centres, by name."""
    users = get_user_model().objects
    memberships = Membership.objects.filter(centre__in=centres, role__in=Membership.SEES_PEOPLE)
    return users.filter(is_active=True, pk__in=memberships.values("user")).order_by("first_name", "last_name", "pk")
