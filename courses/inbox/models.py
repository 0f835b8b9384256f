"""What makes the inbox a place for two: saved views, who is looking at what, and answers that are written once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from courses.enrolment.models import Enrolment
from courses.inbox.querysets import ReplyQuerySet, SavedViewQuerySet
from portal import languages
from portal.directory.models import Centre


class SavedView(models.Model):
    """A choice of filters, columns and order with a name: one's own, or with a centre for all who work there."""

    name = models.CharField(pgettext_lazy("staff", "name"), max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    centre = models.ForeignKey(
        Centre,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("staff", "shared with the colleagues of"),
    )
    query = models.CharField(max_length=2000, blank=True, help_text="The address's query, without page and search.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name = pgettext_lazy("staff", "saved view")
        verbose_name_plural = pgettext_lazy("staff", "saved views")
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name"], name="one_view_of_a_name")]

    def __str__(self) -> str:
        return self.name


class Viewing(models.Model):
    """Somebody has an enrolment's page open; it is stale after a minute without a sign of life."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="viewings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["enrolment", "user"], name="one_viewing_a_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.enrolment_id}"


class Reply(ClusterableModel):
    """An answer that is written once and sent often, with its text in every language. Without a centre: for all."""

    title = models.CharField(pgettext_lazy("staff", "title"), max_length=80)
    code = models.SlugField(
        max_length=40,
        blank=True,
        editable=False,
        help_text="Of one that the portal brings; empty for the centre's own.",
    )
    centre = models.ForeignKey(
        Centre,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("staff", "centre"),
    )
    is_active = models.BooleanField(pgettext_lazy("staff", "offered"), default=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        verbose_name = pgettext_lazy("staff", "ready answer")
        verbose_name_plural = pgettext_lazy("staff", "ready answers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="one_reply_a_code")
        ]

    def __str__(self) -> str:
        return self.title


class ReplyText(models.Model):
    """A ready answer in one language."""

    reply = ParentalKey(Reply, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(pgettext_lazy("staff", "language"), max_length=10, choices=languages.django_choices)
    text = models.TextField(pgettext_lazy("staff", "text"), max_length=1000)
    is_machine = models.BooleanField(pgettext_lazy("staff", "machine-translated, not checked yet"), default=False)

    class Meta:
        ordering: ClassVar = ["language"]
        verbose_name = pgettext_lazy("staff", "text")
        verbose_name_plural = pgettext_lazy("staff", "texts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reply", "language"], name="one_reply_text_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} {self.language}"
