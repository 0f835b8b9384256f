"""What is kept about an enrolment beside it: its history, tasks, questions, appointments, reminders."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from courses.enrolment.codes import Reason, Topic
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State, Verb


class Event(models.Model):
    """An entry of an enrolment's history. Append-only: nothing but redaction changes one."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="events")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    from_state = models.CharField(max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=20, choices=State.choices)
    actor = models.CharField(max_length=10)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    note = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            # Reports ask for every enrolment that ended whether it had come so far.
            models.Index(fields=["enrolment"], condition=models.Q(to_state=State.ATTENDING), name="event_took_part")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.verb}"


class Task(models.Model):
    """What staff must do because no message can: call somebody, or write by WhatsApp."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="tasks")
    template = models.SlugField(max_length=40)
    language = models.CharField(max_length=10)
    text = models.TextField(help_text="What to say or write, in the person's language.")
    staff_text = models.TextField(help_text="The same in Romanian, for who makes the call.")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["done_at", "pk"]
        verbose_name = pgettext_lazy("staff", "task")
        verbose_name_plural = pgettext_lazy("staff", "tasks")
        indexes: ClassVar = [
            models.Index(fields=["enrolment"], condition=models.Q(done_at__isnull=True), name="task_open")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.template}"


class Question(models.Model):
    """What staff asked a person, and the answer as it was written."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="questions")
    topic = models.CharField(max_length=20, choices=Topic.choices)
    text = models.TextField(max_length=1000, blank=True, help_text="As staff wrote it; not translated.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = pgettext_lazy("staff", "question")
        verbose_name_plural = pgettext_lazy("staff", "questions")

    def __str__(self) -> str:
        return f"{self.enrolment} {self.topic}"


class Appointment(models.Model):
    """When somebody comes to the centre so that we find their level together."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="appointments")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, help_text="Address and room, as people look for it.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        verbose_name = pgettext_lazy("staff", "appointment")
        verbose_name_plural = pgettext_lazy("staff", "appointments")

    def __str__(self) -> str:
        return f"{self.enrolment} {self.starts_at:%Y-%m-%d %H:%M}"


class Reminder(models.Model):
    """A reminder that was sent: written in the transaction of its message, so that none goes out twice."""

    class Kind(models.TextChoices):
        OFFER = "offer", pgettext_lazy("staff", "Before an offer ends")
        START = "start", pgettext_lazy("staff", "Two days before the start")
        SESSION = "session", pgettext_lazy("staff", "The day before a session")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=40, help_text="Which deadline, start or session it was about.")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "kind", "key"], name="one_reminder_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.kind} {self.key}"
