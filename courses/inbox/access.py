"""Who works in the inbox. Everybody else meets a 404: that something exists is already an answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import models

from portal.directory.models import Centre, Membership

_ANSWER = "_works_in_inbox"


def works_in_inbox(user: User) -> bool:
    """Whether the user sees the inbox at all. No query for a superuser, one for others.

    The answer is kept with the user's object, which lives as long as a request: every item of the menu asks.
    """
    known: bool | None = getattr(user, _ANSWER, None)
    if known is None:
        known = bool(user.is_superuser) or Centre.objects.for_staff(user).exists()
        setattr(user, _ANSWER, known)
    return known


def colleagues(centres: Iterable[Centre] | models.QuerySet[Centre]) -> models.QuerySet:
    """Return the active users who can be given enrolments of these centres, by name."""
    users = get_user_model().objects
    memberships = Membership.objects.filter(centre__in=centres, role__in=Membership.SEES_PEOPLE)
    return users.filter(is_active=True, pk__in=memberships.values("user")).order_by("first_name", "last_name", "pk")
