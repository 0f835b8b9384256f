"""Enrolments and their history."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Course, Run
from courses.enrolment.querysets import EnrolmentQuerySet
from courses.enrolment.states import HOLDS_PLACE, State, Verb
from courses.people.models import Person
from portal import languages
from portal.directory.models import Centre, Organisation
from portal.directory.statuses import LegalStatus


class Level(models.TextChoices):
    """How much Romanian somebody says they speak."""

    UNKNOWN = "unknown", _("I don't know")
    NONE = "none", _("None yet")
    A1 = "A1", _("A few words and sentences (A1)")
    A2 = "A2", _("Simple conversations (A2)")
    B1 = "B1", _("Most everyday situations (B1)")


class Reason(models.TextChoices):
    """Why an enrolment was not accepted, or ended; what the person is told is translated with it."""

    NOT_ELIGIBLE = "not_eligible", _("This group is for people with another status.")
    WRONG_LEVEL = "wrong_level", _("Another level fits you better.")
    RUN_CANCELLED = "run_cancelled", _("This group does not take place.")
    NO_ANSWER = "no_answer", _("We could not reach you.")
    DUPLICATE = "duplicate", _("You are already on our list.")
    OTHER = "other", _("Another reason: please ask us.")


class Suspicion(models.TextChoices):
    """Why an enrolment may not be a person's. Separate from the state; staff decide."""

    NONE = "", pgettext_lazy("staff", "Nothing suspicious")
    HONEYPOT = "honeypot", pgettext_lazy("staff", "Filled in a hidden field")
    TOO_FAST = "too_fast", pgettext_lazy("staff", "Filled in within seconds")
    LOW_SCORE = "low_score", pgettext_lazy("staff", "reCAPTCHA doubts that it is a person")
    UNCHECKED = "unchecked", pgettext_lazy("staff", "reCAPTCHA could not be asked")


class Enrolment(models.Model):
    """A person's request for a place in a run; it always has a centre."""

    State = State

    reference = models.CharField(pgettext_lazy("staff", "reference"), max_length=9, unique=True)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="enrolments", verbose_name=pgettext_lazy("staff", "person")
    )
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="enrolments", verbose_name=pgettext_lazy("staff", "course")
    )
    run = models.ForeignKey(
        Run,
        models.PROTECT,
        related_name="enrolments",
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("staff", "course run"),
    )
    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="enrolments", verbose_name=pgettext_lazy("staff", "centre")
    )
    state = models.CharField(
        pgettext_lazy("staff", "state"), max_length=20, choices=State.choices, default=State.SUBMITTED
    )
    place = models.PositiveSmallIntegerField(pgettext_lazy("staff", "place"), null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_enrolments",
        verbose_name=pgettext_lazy("staff", "assignee"),
    )
    level = models.CharField(
        pgettext_lazy("staff", "Romanian so far"), max_length=10, choices=Level.choices, default=Level.UNKNOWN
    )
    needs_childcare = models.BooleanField(pgettext_lazy("staff", "needs childcare"), default=False)
    comment = models.TextField(pgettext_lazy("staff", "comment of the person"), max_length=1000, blank=True)
    status_then = models.CharField(max_length=30, choices=LegalStatus.choices, blank=True, editable=False)
    age_band_then = models.CharField(max_length=10, blank=True, editable=False)
    suspicion = models.CharField(
        pgettext_lazy("staff", "suspicion"), max_length=10, choices=Suspicion.choices, blank=True
    )
    reason = models.CharField(pgettext_lazy("staff", "reason"), max_length=20, choices=Reason.choices, blank=True)
    offer_expires_at = models.DateTimeField(pgettext_lazy("staff", "offer held until"), null=True, blank=True)
    submitted_at = models.DateTimeField(pgettext_lazy("staff", "received"), default=timezone.now)
    queued_at = models.DateTimeField(
        pgettext_lazy("staff", "on the waiting list since"), null=True, blank=True, editable=False
    )
    state_since = models.DateTimeField(pgettext_lazy("staff", "in this state since"), default=timezone.now)
    consent_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    consent_version = models.CharField(max_length=20, editable=False)
    consent_language = models.CharField(max_length=10, choices=languages.django_choices, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-submitted_at", "-pk"]
        verbose_name = pgettext_lazy("staff", "enrolment")
        verbose_name_plural = pgettext_lazy("staff", "enrolments")
        indexes: ClassVar = [
            models.Index(fields=["centre", "state", "submitted_at"], name="enrolment_queue"),
            models.Index(fields=["run", "state"], name="enrolment_run_state"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "place"], condition=models.Q(place__isnull=False), name="one_holder_a_place"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(HOLDS_PLACE), place__isnull=False, run__isnull=False)
                | (~models.Q(state__in=sorted(HOLDS_PLACE)) & models.Q(place__isnull=True)),
                name="place_exactly_in_holding_states",
            ),
            models.CheckConstraint(
                condition=models.Q(place__isnull=True) | models.Q(place__gte=1), name="places_start_at_one"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def waiting_position(self) -> int:
        """Return the position on the waiting list, from 1; 0 for who isn't on it. One query."""
        if self.state != State.WAITING or self.queued_at is None:
            return 0
        before = models.Q(queued_at__lt=self.queued_at) | models.Q(queued_at=self.queued_at, pk__lt=self.pk)
        return 1 + Enrolment.objects.waiting().filter(before, run=self.run_id).count()

    @property
    def about_key(self) -> str:
        """How messages name this enrolment; see ``Message.about``."""
        return f"enrolment:{self.reference}"


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
