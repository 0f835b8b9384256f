"""Reads of milestones and frozen reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import models

from portal.directory.models import Centre

if TYPE_CHECKING:
    from courses.people.models import Person
    from courses.reports.models import Milestone, Snapshot  # noqa: F401 - the base classes name them


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Reads of milestones."""

    def for_staff(self, user: User) -> MilestoneQuerySet:
        """Milestones that were written down at the centres whose people this user may see."""
        return self.filter(centre__in=Centre.objects.for_staff(user))

    def of_person(self, person: Person) -> MilestoneQuerySet:
        """Those of a person, and of whoever was found to be the same one."""
        return self.filter(models.Q(person=person) | models.Q(person__merged_into=person))


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Reads of frozen reports."""

    def for_reports(self, user: User) -> SnapshotQuerySet:
        """Those over centres all of whose figures this user may see."""
        if user.is_superuser:
            return self.all()
        own = Centre.objects.for_reports(user)
        beyond = self.model.centres.through.objects.exclude(centre__in=own)
        return self.exclude(pk__in=beyond.values("snapshot"))
