"""Enrolments: a person's request for a place in a run, or for a course near them."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Course, Run
from courses.enrolment.codes import Level, Priority, Proficiency, Reason, Source, Suspicion
from courses.enrolment.querysets import EnrolmentQuerySet
from courses.enrolment.states import HOLDS_PLACE, State
from courses.people.models import Person
from portal import languages
from portal.directory.models import Centre, County, Organisation
from portal.directory.statuses import LegalStatus

CANCELLED = "cancelled"
"""The reason of who is first because their group was cancelled."""
CANCELLED_LABEL = pgettext_lazy("staff", "Their group was cancelled")


class Enrolment(models.Model):
    """A person's request for a place in a run, or (without a run) for a course in a county.

    It always has a centre. ``awaits_decision`` says that the run's own rule (first come) has not spoken yet;
    ``untold`` which message the worker has to write; ``duplicate_of`` that the same person seems to be in the
    same run already.
    """

    State = State

    reference = models.CharField(pgettext_lazy("staff", "reference"), max_length=9, unique=True)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="enrolments",
        db_index=False,  # enrolment_of_person serves it
        verbose_name=pgettext_lazy("staff", "person"),
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
    county = models.ForeignKey(
        County,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("staff", "county"),
        help_text="Where a course is wanted, when there is no run yet.",
    )
    accepts_online = models.BooleanField(pgettext_lazy("staff", "an online group is fine"), default=True)
    source = models.CharField(
        pgettext_lazy("staff", "how it came"), max_length=10, choices=Source.choices, default=Source.FORM
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("staff", "written down by"),
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
    checked_level = models.CharField(
        pgettext_lazy("staff", "level by the self-check"), max_length=10, choices=Level.choices, blank=True
    )
    checked_points = models.PositiveSmallIntegerField(
        pgettext_lazy("staff", "right answers of the self-check (%)"), null=True, blank=True
    )
    placement_level = models.CharField(
        pgettext_lazy("staff", "level found at the centre"), max_length=10, choices=Level.choices, blank=True
    )
    entry_level = models.CharField(
        pgettext_lazy("staff", "level at the beginning"), max_length=10, choices=Proficiency.choices, blank=True
    )
    exit_level = models.CharField(
        pgettext_lazy("staff", "level at the end"), max_length=10, choices=Proficiency.choices, blank=True
    )
    needs_childcare = models.BooleanField(pgettext_lazy("staff", "needs childcare"), default=False)
    comment = models.TextField(pgettext_lazy("staff", "comment of the person"), max_length=1000, blank=True)
    status_then = models.CharField(max_length=30, choices=LegalStatus.choices, blank=True, editable=False)
    age_band_then = models.CharField(max_length=10, blank=True, editable=False)
    suspicion = models.CharField(
        pgettext_lazy("staff", "suspicion"), max_length=10, choices=Suspicion.choices, blank=True
    )
    captcha_token = models.TextField(blank=True, editable=False, help_text="To be checked again; it lives two minutes.")
    awaits_decision = models.BooleanField(default=False, editable=False)
    untold = models.SlugField(
        max_length=40,
        blank=True,
        editable=False,
        db_index=False,
        help_text="The message that the worker still has to write.",
    )
    duplicate_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="duplicates", editable=False
    )
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    priority = models.PositiveSmallIntegerField(
        pgettext_lazy("staff", "priority"), choices=Priority.choices, default=Priority.NORMAL
    )
    priority_reason = models.CharField(pgettext_lazy("staff", "why first"), max_length=200, blank=True)
    reason = models.CharField(pgettext_lazy("staff", "reason"), max_length=20, choices=Reason.choices, blank=True)
    offer_expires_at = models.DateTimeField(pgettext_lazy("staff", "offer held until"), null=True, blank=True)
    submitted_at = models.DateTimeField(pgettext_lazy("staff", "received"), default=timezone.now)
    queued_at = models.DateTimeField(
        pgettext_lazy("staff", "on the waiting list since"), null=True, blank=True, editable=False
    )
    state_since = models.DateTimeField(pgettext_lazy("staff", "in this state since"), default=timezone.now)
    due_at = models.DateTimeField(
        pgettext_lazy("staff", "next step due"),
        null=True,
        blank=True,
        editable=False,
        help_text="See courses.enrolment.promises; empty: nothing is promised now.",
    )
    paused_for = models.DurationField(
        default=dt.timedelta(), editable=False, help_text="How long it waited for the person's answers, in all."
    )
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
            models.Index(fields=["due_at", "id"], condition=models.Q(due_at__isnull=False), name="enrolment_due"),
            models.Index(fields=["-submitted_at", "-id"], name="enrolment_latest"),
            models.Index(fields=["centre", "-submitted_at", "-id"], name="enrolment_of_centre"),
            # A search finds people first; their enrolments are then cut and counted from this index alone.
            models.Index(fields=["person", "-submitted_at", "-id"], include=["centre"], name="enrolment_of_person"),
            models.Index(fields=["submitted_at"], condition=models.Q(awaits_decision=True), name="enrolment_undecided"),
            models.Index(fields=["submitted_at"], condition=~models.Q(untold=""), name="enrolment_untold"),
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
            models.CheckConstraint(
                condition=models.Q(priority=Priority.NORMAL) | ~models.Q(priority_reason=""),
                name="priority_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(run__isnull=False) | models.Q(county__isnull=False), name="run_or_county"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def about_key(self) -> str:
        """How messages name this enrolment; see ``Message.about``."""
        return f"enrolment:{self.reference}"

    @property
    def why_first(self) -> str:
        """Why somebody is before others on the waiting list, for staff: a known reason, or what was written."""
        known: dict[str, object] = {**dict(Run.PriorityGroup.choices), CANCELLED: CANCELLED_LABEL}
        return str(known.get(self.priority_reason, self.priority_reason))
