"""Runs that start soon and need somebody: a free place, or an answer that is missing."""

from __future__ import annotations

from django.contrib.auth.models import User

from courses.catalogue.models import Run
from courses.catalogue.querysets import RunQuerySet
from courses.inbox.sections import STARTS_SOON
from portal import clock


def runs_that_start_soon(user: User) -> RunQuerySet:
    """Return the runs of the user's centres that start within two weeks and need people, the next start first."""
    today = clock.today()
    return Run.objects.for_staff(user).needing_people(today, today + STARTS_SOON)
