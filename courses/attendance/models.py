"""Who was there. One row for a learner and a session, and every mark that was ever set."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Session
from courses.enrolment.models import Enrolment


class Mark(models.TextChoices):
    """Whether somebody was there."""

    PRESENT = "present", pgettext_lazy("staff", "Present")
    LATE = "late", pgettext_lazy("staff", "Came late")
    EXCUSED = "excused", pgettext_lazy("staff", "Excused")
    ABSENT = "absent", pgettext_lazy("staff", "Absent")


THERE: frozenset[Mark] = frozenset({Mark.PRESENT, Mark.LATE})
"""Marks that count as attended."""


class Attendance(models.Model):
    """The mark of one learner for one session, as it is now."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance")
    mark = models.CharField(max_length=10, choices=Mark.choices)
    marked_at = models.DateTimeField(default=timezone.now, help_text="By the device that marked it.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "enrolment"], name="one_mark_a_session")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.enrolment_id} {self.mark}"


class AttendanceChange(models.Model):
    """A mark that was set or corrected. Append-only; ``key`` is the device's, so that sending again is nothing new."""

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="changes")
    from_mark = models.CharField(max_length=10, choices=Mark.choices, blank=True)
    to_mark = models.CharField(max_length=10, choices=Mark.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    marked_at = models.DateTimeField(help_text="By the device, never after it was received.")
    received_at = models.DateTimeField(default=timezone.now)
    is_late = models.BooleanField(default=False, help_text="Marked after the day of the session.")
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.attendance_id} {self.from_mark} {self.to_mark}"
