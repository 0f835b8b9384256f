"""One step for many enrolments: asked for at once, done one by one by the worker, each with its outcome."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from courses.bulk.querysets import BulkItemQuerySet, BulkJobQuerySet
from courses.enrolment.models import Enrolment


class BulkJob(models.Model):
    """What was asked for: which action, with what arguments (codes and keys), by whom.

    ``arguments`` are those of :mod:`courses.bulk.doing`, and ``language``: the one that the user reads the admin in.
    """

    class Action(models.TextChoices):
        OFFER = "offer", pgettext_lazy("staff", "Offer a place")
        WRITE = "write", pgettext_lazy("staff", "Send a message")
        MOVE = "move", pgettext_lazy("staff", "Move to another run")
        REJECT = "reject", pgettext_lazy("staff", "Reject with a reason")
        ASSIGN = "assign", pgettext_lazy("staff", "Assign")

    action = models.CharField(max_length=10, choices=Action.choices)
    arguments = models.JSONField(default=dict)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True, help_text="Of the form: a doubled click is one job.")
    back = models.CharField(max_length=2000, blank=True, help_text="The list it was started from: path and query.")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = BulkJobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(done_at__isnull=True), name="bulk_job_open")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"


class BulkItem(models.Model):
    """One enrolment of a job: still to be done, done, or refused and why.

    ``seen`` is the newest entry of its history that the user saw.
    """

    class Outcome(models.TextChoices):
        OPEN = "", pgettext_lazy("staff", "Still to be done")
        DONE = "done", pgettext_lazy("staff", "Done")
        REFUSED = "refused", pgettext_lazy("staff", "Refused")

    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="items")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    seen = models.BigIntegerField(default=0, help_text="0: not looked at by the user before.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    message = models.CharField(max_length=300, blank=True, help_text="Why it was refused, in the user's language.")

    objects = BulkItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "enrolment"], name="once_in_a_job")]

    def __str__(self) -> str:
        return f"{self.job_id} {self.enrolment_id} {self.outcome}"
