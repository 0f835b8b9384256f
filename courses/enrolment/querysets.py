"""Reads of enrolments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import models

from courses.enrolment.states import HOLDS_PLACE, State
from portal.directory.models import Centre

if TYPE_CHECKING:
    from courses.enrolment.models import Enrolment  # noqa: F401 - the base class names it


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Reads of enrolments."""

    def for_staff(self, user: User) -> EnrolmentQuerySet:
        """Enrolments of the centres whose people this user may see."""
        if user.is_superuser:
            return self.all()
        return self.filter(centre__in=Centre.objects.for_staff(user))

    def for_person(self) -> EnrolmentQuerySet:
        """With all that the pages behind a person's own links show: who, where, when. Three queries."""
        return self.select_related("person", "centre", "course", "run__centre", "run__course").prefetch_related(
            "centre__phones", "run__sessions"
        )

    def holding(self) -> EnrolmentQuerySet:
        """Enrolments that hold a place."""
        return self.filter(state__in=HOLDS_PLACE)

    def waiting(self) -> EnrolmentQuerySet:
        """The waiting list: by priority, then first come first."""
        return self.filter(state=State.WAITING).order_by("-priority", "queued_at", "pk")

    def can_be_offered(self) -> EnrolmentQuerySet:
        """Without those who hold no place yet: perhaps no person, or perhaps in the run already."""
        return self.filter(suspicion="", duplicate_of=None)

    def undecided(self) -> EnrolmentQuerySet:
        """What a run's own rule hasn't decided yet, first come first."""
        return self.filter(state=State.SUBMITTED, awaits_decision=True, suspicion="").order_by("submitted_at", "pk")
