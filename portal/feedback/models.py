"""What readers think of a page: a vote, and perhaps a comment. Nothing says who they are."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from portal import languages

LONGEST_COMMENT = 1000


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Reads of feedback."""

    def unread(self) -> FeedbackQuerySet:
        """Comments that nobody has dealt with, and that a person seems to have written."""
        return self.filter(state=Feedback.State.NEW, suspicion="")

    def of_page(self, translation_key: uuid.UUID) -> FeedbackQuerySet:
        """What was said about a page, in all its languages."""
        return self.filter(translation_key=translation_key)

    def with_title(self) -> FeedbackQuerySet:
        """Add the title of the page in the source language, "" where it isn't any more: ``page_title``."""
        pages = Page.objects.filter(translation_key=OuterRef("translation_key"))
        source = pages.filter(locale__language_code=languages.SOURCE_CODE).order_by()
        return self.annotate(page_title=Coalesce(Subquery(source.values("title")[:1]), Value("")))

    def summary(self) -> dict[str, int]:
        """Return how many said yes and no, and how many comments are unread. One query."""
        return self.aggregate(
            yes=Count("pk", filter=Q(is_helpful=True)),
            no=Count("pk", filter=Q(is_helpful=False)),
            unread=Count("pk", filter=Q(state=Feedback.State.NEW, suspicion="")),
        )

    def commented_before(self, moment: dt.datetime) -> FeedbackQuerySet:
        """Comments that were written before a moment."""
        return self.exclude(comment="").filter(created_at__lt=moment)


class Feedback(models.Model):
    """One answer to "Was this page helpful?". No name, no address of a device, no account.

    ``translation_key`` is the page in all its languages, ``language`` the one that was read, ``path`` where.
    """

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("staff", "New comment")
        DONE = "done", pgettext_lazy("staff", "Nothing to do")

    translation_key = models.UUIDField(pgettext_lazy("staff", "page"), db_index=True)
    path = models.CharField(pgettext_lazy("staff", "address"), max_length=255)
    language = models.CharField(pgettext_lazy("staff", "language"), max_length=10)
    is_helpful = models.BooleanField(pgettext_lazy("staff", "helpful"))
    comment = models.TextField(pgettext_lazy("staff", "comment"), max_length=LONGEST_COMMENT, blank=True)
    suspicion = models.CharField(pgettext_lazy("staff", "perhaps no person"), max_length=20, blank=True)
    # A vote alone asks for nothing.
    state = models.CharField(pgettext_lazy("staff", "state"), max_length=10, choices=State.choices, default=State.DONE)
    created_at = models.DateTimeField(pgettext_lazy("staff", "when"), default=timezone.now)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        verbose_name = pgettext_lazy("staff", "reader's answer")
        verbose_name_plural = pgettext_lazy("staff", "readers' answers")
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="feedback_latest"),
            models.Index(fields=["state"], condition=Q(state="new"), name="feedback_new"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.created_at:%Y-%m-%d %H:%M}"
