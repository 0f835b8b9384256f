"""What reports rest on beside enrolments: milestones of people, and figures that were frozen."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from courses.enrolment.models import Enrolment
from courses.people.models import Person
from courses.reports.querysets import MilestoneQuerySet, SnapshotQuerySet
from portal.directory.models import Centre, Project


class Milestone(models.Model):
    """Something that the funder counts and no enrolment shows by itself (Regulation (EU) 2021/1147, annex VIII)."""

    class Kind(models.TextChoices):
        GUIDANCE = "guidance", pgettext_lazy("staff", "Received personal professional guidance")
        HELPFUL = "helpful", pgettext_lazy("staff", "Said that the activity was helpful")
        NOT_HELPFUL = "not_helpful", pgettext_lazy("staff", "Said that the activity was not helpful")
        QUALIFICATION = "qualification", pgettext_lazy("staff", "Applied for recognition of a qualification")
        LONG_TERM = "long_term", pgettext_lazy("staff", "Applied for long-term residence")

    person = models.ForeignKey(Person, models.PROTECT, related_name="milestones")
    kind = models.CharField(pgettext_lazy("staff", "what"), max_length=20, choices=Kind.choices)
    on = models.DateField(pgettext_lazy("staff", "day"))
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.SET_NULL, null=True, blank=True, related_name="milestones")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the person themselves.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["on", "pk"]
        verbose_name = pgettext_lazy("staff", "milestone")
        verbose_name_plural = pgettext_lazy("staff", "milestones")
        indexes: ClassVar = [models.Index(fields=["kind", "on"], name="milestone_kind_on")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Snapshot(models.Model):
    """A report as it was when it was frozen: figures and pseudonyms, no names, no keys of rows.

    ``content`` is the text that was frozen, byte for byte; ``digest`` its SHA-256; ``centres`` are all that it was
    counted over.
    """

    title = models.CharField(pgettext_lazy("staff", "title"), max_length=120)
    first_day = models.DateField(pgettext_lazy("staff", "from"))
    last_day = models.DateField(pgettext_lazy("staff", "to"))
    centres = models.ManyToManyField(Centre, related_name="+", verbose_name=pgettext_lazy("staff", "centres"))
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="+")
    content = models.TextField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(pgettext_lazy("staff", "frozen"), default=timezone.now)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name = pgettext_lazy("staff", "frozen report")
        verbose_name_plural = pgettext_lazy("staff", "frozen reports")

    def __str__(self) -> str:
        return self.title
