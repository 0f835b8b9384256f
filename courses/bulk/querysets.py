"""Reads of bulk jobs, and the order in which a job goes through its enrolments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from courses.enrolment.models import Enrolment
from courses.enrolment.states import HOLDS_PLACE, State

if TYPE_CHECKING:
    from courses.bulk.models import BulkItem, BulkJob  # noqa: F401 - the base classes name them


class BulkJobQuerySet(models.QuerySet["BulkJob"]):
    """Reads of bulk jobs."""

    def of(self, user: User) -> BulkJobQuerySet:
        """A user's own: nobody else sees what they are doing, administrators neither."""
        return self.filter(user=user)

    def since(self, moment: dt.datetime) -> BulkJobQuerySet:
        """Those that were asked for at a moment (aware) or later."""
        return self.filter(created_at__gte=moment)

    def open(self) -> BulkJobQuerySet:
        """Those that aren't at their end, the oldest first."""
        return self.filter(done_at=None).order_by("pk")

    def with_counts(self) -> BulkJobQuerySet:
        """Count their enrolments: ``total``, ``done``, ``refused``."""
        return self.annotate(
            total=Count("items"),
            done=Count("items", filter=Q(items__outcome="done")),
            refused=Count("items", filter=Q(items__outcome="refused")),
        )


class BulkItemQuerySet(models.QuerySet["BulkItem"]):
    """Reads of the enrolments of a job."""

    def open(self) -> BulkItemQuerySet:
        """Those still to be done, in order."""
        return self.filter(outcome="").order_by("pk")

    def refused(self) -> BulkItemQuerySet:
        """Those that were refused, in order."""
        return self.filter(outcome="refused").order_by("pk")


def in_turn(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Order enrolments so that one step of a job doesn't take from another.

    The waiting list comes first and in its order, so that offers go past nobody; then who came first. Who holds a
    place comes last: a place that is freed must not be offered to somebody of the same job.
    """
    turn = Case(When(state=State.WAITING, then=Value(0)), When(state__in=HOLDS_PLACE, then=Value(2)), default=Value(1))
    return enrolments.order_by(turn, "-priority", F("queued_at").asc(nulls_last=True), "submitted_at", "pk")
