"""Who saw, exported or printed what. Changes of an enrolment are its own history; of other rows, Wagtail's log."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from portal.audit.querysets import AuditQuerySet
from portal.directory.models import Centre


class AuditEntry(models.Model):
    """One look at people's data. Append-only: the schema refuses a change of what was written.

    ``about`` names what was looked at as ``kind:key`` (like ``Message.about``); ``amount`` how many people's rows
    it was, ``None`` for one; ``detail`` holds codes and counts (filters, columns), never names.
    """

    class Action(models.TextChoices):
        SAW = "saw", pgettext_lazy("staff", "Opened")
        SEARCHED = "searched", pgettext_lazy("staff", "Searched")
        EXPORTED = "exported", pgettext_lazy("staff", "Exported")
        PRINTED = "printed", pgettext_lazy("staff", "Printed")
        FROZE = "froze", pgettext_lazy("staff", "Froze a report")

    at = models.DateTimeField(pgettext_lazy("staff", "when"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("staff", "user"),
    )
    action = models.CharField(pgettext_lazy("staff", "what"), max_length=10, choices=Action.choices)
    about = models.CharField(pgettext_lazy("staff", "of what"), max_length=60)
    centre = models.ForeignKey(
        Centre,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("staff", "centre"),
    )
    amount = models.PositiveIntegerField(pgettext_lazy("staff", "rows"), null=True, blank=True)
    reason = models.CharField(pgettext_lazy("staff", "reason"), max_length=200, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = pgettext_lazy("staff", "look at data")
        verbose_name_plural = pgettext_lazy("staff", "looks at data")
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="audit_latest"),
            models.Index(fields=["user", "about", "-at"], name="audit_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.about}"
