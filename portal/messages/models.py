"""Texts that staff can edit, and the outbox that every message leaves through."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from portal import languages
from portal.messages.placeholders import check_placeholders
from portal.messages.templates import TEMPLATES, MessageTemplate, title_of

if TYPE_CHECKING:
    import datetime as dt


class MessageText(models.Model):
    """What a message says in one language. An empty text falls back to the shipped one."""

    template = models.SlugField(pgettext_lazy("staff", "message"), max_length=40)
    language = models.CharField(pgettext_lazy("staff", "language"), max_length=10, choices=languages.django_choices)
    subject = models.CharField(pgettext_lazy("staff", "subject"), max_length=150, blank=True)
    body = models.TextField(pgettext_lazy("staff", "text"), blank=True)
    sms = models.TextField(pgettext_lazy("staff", "text of an SMS"), blank=True)
    is_machine = models.BooleanField(pgettext_lazy("staff", "machine-translated, not checked yet"), default=False)

    class Meta:
        ordering: ClassVar = ["template", "language"]
        verbose_name = pgettext_lazy("staff", "message text")
        verbose_name_plural = pgettext_lazy("staff", "message texts")
        constraints: ClassVar = [models.UniqueConstraint(fields=["template", "language"], name="one_text_a_language")]

    def __str__(self) -> str:
        return f"{self.get_template_display()} ({self.get_language_display()})"

    @property
    def kind(self) -> MessageTemplate | None:
        """The message that this is a text of, ``None`` when the portal no longer sends it."""
        return TEMPLATES.get(self.template)

    @property
    def is_own(self) -> bool:
        """Whether staff wrote any of it themselves."""
        return any(text.strip() for text in (self.subject, self.body, self.sms))

    def get_template_display(self) -> str:
        """Return the message's title for staff."""
        return title_of(self.template)

    def clean(self) -> None:
        """Refuse a text with an unknown placeholder, or without one that it needs."""
        check_placeholders(self.template, subject=self.subject, body=self.body, sms=self.sms)


class MessageQuerySet(models.QuerySet["Message"]):
    """Reads of the outbox."""

    def due(self, channel: str, now: dt.datetime) -> MessageQuerySet:
        """Messages of a channel whose next try has come, the longest waiting first."""
        queued = self.filter(state=Message.State.QUEUED, next_try_at__lte=now)
        return queued.filter(channel=channel).order_by("next_try_at", "pk")

    def about(self, key: str) -> MessageQuerySet:
        """Messages about one thing, newest first; see :attr:`Message.about`."""
        return self.filter(about=key).order_by("-pk")


class Message(models.Model):
    """Something sent to a person. Written in the transaction of what it tells; sent by the worker.

    ``recipient`` is an e-mail address, or for an SMS a number as E.164; an SMS has no subject.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", pgettext_lazy("staff", "E-mail")
        SMS = "sms", pgettext_lazy("staff", "SMS")

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("staff", "Waiting to be sent")
        SENT = "sent", pgettext_lazy("staff", "Sent")
        FAILED = "failed", pgettext_lazy("staff", "Given up")

    template = models.SlugField(pgettext_lazy("staff", "message"), max_length=40)
    language = models.CharField(pgettext_lazy("staff", "language"), max_length=10)
    channel = models.CharField(
        pgettext_lazy("staff", "channel"), max_length=10, choices=Channel.choices, default=Channel.EMAIL
    )
    recipient = models.CharField(pgettext_lazy("staff", "to"), max_length=254)
    reply_to = models.EmailField(pgettext_lazy("staff", "answers go to"), blank=True)
    subject = models.CharField(pgettext_lazy("staff", "subject"), max_length=200, blank=True)
    body = models.TextField(pgettext_lazy("staff", "text"))
    about = models.CharField(
        max_length=60, blank=True, db_index=True, help_text="What the message is about, as kind:key."
    )
    state = models.CharField(
        pgettext_lazy("staff", "state"), max_length=10, choices=State.choices, default=State.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(pgettext_lazy("staff", "attempts"), default=0)
    next_try_at = models.DateTimeField(pgettext_lazy("staff", "next try"), default=timezone.now)
    last_error = models.CharField(pgettext_lazy("staff", "last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(pgettext_lazy("staff", "written"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(pgettext_lazy("staff", "sent"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name = pgettext_lazy("staff", "message")
        verbose_name_plural = pgettext_lazy("staff", "outbox")
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=models.Q(state="queued"), name="message_due"),
        ]

    def __str__(self) -> str:
        return self.title()

    def title(self) -> str:
        """Return what lists show: the subject, for an SMS what kind of message it is."""
        return self.subject or self.get_template_display()

    title.short_description = pgettext_lazy("staff", "subject")  # type: ignore[attr-defined]
    title.admin_order_field = "subject"  # type: ignore[attr-defined]

    @property
    def identity(self) -> str:
        """What is the same in every try to send it, so that a double is recognisable.

        The time belongs to it: the keys of a database that starts over are used again.
        """
        return f"{self.pk}.{int(self.created_at.timestamp())}"

    def get_template_display(self) -> str:
        """Return the message's title for staff."""
        return title_of(self.template)

    def get_language_display(self) -> str:
        """Return the native name of the language that it is written in."""
        return languages.get_language(self.language).native if languages.is_supported(self.language) else self.language
