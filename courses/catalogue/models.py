"""What can be joined: courses, their runs, and the sessions of a run. Rows without a language."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from courses.catalogue.querysets import RunQuerySet
from courses.catalogue.schedule import Meeting, counted_schedule, weekly_schedule
from portal import languages
from portal.directory.models import Centre, Organisation, Project
from portal.directory.statuses import LegalStatus
from portal.fields import ChoiceArrayField

MINIMUM_BEFORE = dt.timedelta(days=3)
"""How long before the start the number of learners is looked at, unless a run says otherwise."""
LAST_DAY_TO_ENTER_AFTER = dt.timedelta(days=14)
"""How long after its start a run takes people, unless it says otherwise."""


class CefrLevel(models.TextChoices):
    """Levels of the Common European Framework that the courses use. The names are the same in every language."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"


class Course(models.Model):
    """What can be joined. Its prose is the course page; its dates are the runs."""

    class Kind(models.TextChoices):
        ROMANIAN = "romanian", _("Romanian language")
        ORIENTATION = "orientation", _("Life in Romania (orientation)")
        CITIZENSHIP = "citizenship", _("Preparing for citizenship")

    code = models.SlugField(pgettext_lazy("staff", "code"), unique=True)
    kind = models.CharField(pgettext_lazy("staff", "kind"), max_length=20, choices=Kind.choices)
    level = models.CharField(pgettext_lazy("staff", "level"), max_length=2, choices=CefrLevel.choices, blank=True)
    hours = models.PositiveSmallIntegerField(pgettext_lazy("staff", "hours in all"), validators=[MinValueValidator(1)])
    completion_percent = models.PositiveSmallIntegerField(
        pgettext_lazy("staff", "attendance for completion (%)"), default=70
    )

    class Meta:
        ordering: ClassVar = ["kind", "level", "code"]
        verbose_name = pgettext_lazy("staff", "course")
        verbose_name_plural = pgettext_lazy("staff", "courses")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(completion_percent__lte=100), name="completion_is_a_percentage")
        ]

    def __str__(self) -> str:
        return self.code


class Run(ClusterableModel):
    """One group of a course."""

    class Mode(models.TextChoices):
        ONSITE = "onsite", _("In person")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("In person and online")

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody")
        WOMEN = "women", _("Women only")
        CHILDREN = "children", _("Children")

    class TimeOfDay(models.TextChoices):
        MORNING = "morning", _("Morning")
        AFTERNOON = "afternoon", _("Afternoon")
        EVENING = "evening", _("Evening")
        WEEKEND = "weekend", _("Weekend")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("staff", "Draft")
        OPEN = "open", pgettext_lazy("staff", "Published")
        CANCELLED = "cancelled", pgettext_lazy("staff", "Cancelled")

    class Rule(models.TextChoices):
        REVIEW = "review", pgettext_lazy("staff", "A colleague reads every enrolment")
        OFFER = "offer", pgettext_lazy("staff", "First come: a place is offered at once")
        CONFIRM = "confirm", pgettext_lazy("staff", "First come: a place is confirmed at once")

    class BelowMinimum(models.TextChoices):
        ASK = "ask", pgettext_lazy("staff", "Ask the centre what to do")
        CANCEL = "cancel", pgettext_lazy("staff", "Cancel the group and tell everybody")
        START = "start", pgettext_lazy("staff", "Start all the same")

    class PriorityGroup(models.TextChoices):
        PROTECTION = "protection", pgettext_lazy("staff", "Refugees and people under protection")
        CHILDCARE = "childcare", pgettext_lazy("staff", "Who needs childcare")
        BEGINNER = "beginner", pgettext_lazy("staff", "Who speaks no Romanian yet")

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="runs", verbose_name=pgettext_lazy("staff", "course")
    )
    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="runs", verbose_name=pgettext_lazy("staff", "centre")
    )
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        related_name="runs",
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("staff", "project"),
    )
    code = models.SlugField(pgettext_lazy("staff", "code"), unique=True)
    venue = models.CharField(
        pgettext_lazy("staff", "venue"),
        max_length=200,
        blank=True,
        help_text=pgettext_lazy("staff", "Empty: the centre's address."),
    )
    mode = models.CharField(pgettext_lazy("staff", "mode"), max_length=10, choices=Mode.choices, default=Mode.ONSITE)
    teaching_languages = ChoiceArrayField(
        models.CharField(max_length=10, choices=languages.django_choices),
        default=list,
        blank=True,
        verbose_name=pgettext_lazy("staff", "languages of teaching"),
        help_text=pgettext_lazy("staff", "Beside Romanian."),
    )
    audience = models.CharField(
        pgettext_lazy("staff", "for whom"), max_length=10, choices=Audience.choices, default=Audience.EVERYBODY
    )
    time_of_day = models.CharField(pgettext_lazy("staff", "time of day"), max_length=10, choices=TimeOfDay.choices)
    childcare = models.BooleanField(pgettext_lazy("staff", "childcare"), default=False)
    capacity = models.PositiveSmallIntegerField(pgettext_lazy("staff", "places"), validators=[MinValueValidator(1)])
    minimum = models.PositiveSmallIntegerField(pgettext_lazy("staff", "minimum of learners"), default=10)
    opens_on = models.DateField(pgettext_lazy("staff", "enrolment opens"))
    closes_on = models.DateField(pgettext_lazy("staff", "enrolment closes"), null=True, blank=True)
    starts_on = models.DateField(pgettext_lazy("staff", "starts"))
    ends_on = models.DateField(pgettext_lazy("staff", "ends"))
    last_entry_on = models.DateField(
        pgettext_lazy("staff", "last day to enter"),
        blank=True,
        help_text=pgettext_lazy("staff", "Empty: 14 days after the start."),
    )
    state = models.CharField(pgettext_lazy("staff", "state"), max_length=10, choices=State.choices, default=State.DRAFT)
    rule = models.CharField(
        pgettext_lazy("staff", "who decides"), max_length=10, choices=Rule.choices, default=Rule.REVIEW
    )
    offer_hours = models.PositiveSmallIntegerField(
        pgettext_lazy("staff", "an offer is held for (hours)"), default=72, validators=[MinValueValidator(1)]
    )
    priority_groups = ChoiceArrayField(
        models.CharField(max_length=20, choices=PriorityGroup.choices),
        default=list,
        blank=True,
        verbose_name=pgettext_lazy("staff", "first on the waiting list"),
        help_text=pgettext_lazy("staff", "Empty: time alone decides."),
    )
    below_minimum = models.CharField(
        pgettext_lazy("staff", "with fewer learners than the minimum"),
        max_length=10,
        choices=BelowMinimum.choices,
        default=BelowMinimum.ASK,
    )
    minimum_by = models.DateField(
        pgettext_lazy("staff", "day on which the minimum is looked at"),
        blank=True,
        help_text=pgettext_lazy("staff", "Empty: three days before the start."),
    )
    minimum_checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminds_before_sessions = models.BooleanField(
        pgettext_lazy("staff", "remind learners the day before each session"), default=False
    )
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    interests_matched_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_on", "pk"]
        verbose_name = pgettext_lazy("staff", "course run")
        verbose_name_plural = pgettext_lazy("staff", "course runs")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="run_ends_after_start"),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="run_has_a_place"),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: object, **kwargs: object) -> None:
        """Fill in what nobody has said."""
        self.fill_in_days()
        super().save(*args, **kwargs)

    def fill_in_days(self) -> None:
        """Fill in the last day to enter, and the day on which the minimum is looked at, where nobody has."""
        if not self.last_entry_on:
            self.last_entry_on = self.default_last_entry()
        if not self.minimum_by:
            self.minimum_by = self.starts_on - MINIMUM_BEFORE

    def default_last_entry(self) -> dt.date:
        """Return the last day to enter that a run has unless it says otherwise."""
        return min(self.starts_on + LAST_DAY_TO_ENTER_AFTER, self.ends_on)

    def clean(self) -> None:
        """Refuse dates that contradict each other."""
        errors = {}
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = pgettext_lazy("staff", "A run can't end before it starts.")
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            errors["closes_on"] = pgettext_lazy("staff", "Enrolment can't close before it opens.")
        if errors:
            raise ValidationError(errors)

    def is_open_for_enrolment(self, day: dt.date) -> bool:
        """Whether somebody can enrol on this day: published, in its window, not past the last day to enter."""
        return self.state == self.State.OPEN and self.opens_on <= day <= self.last_enrolment_day

    @property
    def last_enrolment_day(self) -> dt.date:
        """The last day on which the form is open."""
        return min(self.closes_on, self.last_entry_on) if self.closes_on else self.last_entry_on

    @property
    def organisation(self) -> Organisation:
        """Who is responsible for the learners' data: the project's organisation, else the centre's."""
        return self.project.organisation if self.project else self.centre.organisation

    @property
    def organisation_id(self) -> int:
        """The primary key of :attr:`organisation`, without reading its row."""
        return self.project.organisation_id if self.project else self.centre.organisation_id

    @property
    def eligible_statuses(self) -> list[str]:
        """Whom the run's project pays for, as codes; empty: everybody."""
        return self.project.eligible_statuses if self.project else []

    def fits_status(self, status: str) -> bool:
        """Whether somebody with this status may join. Who doesn't say, or isn't sure, is never held up."""
        return not self.eligible_statuses or status in {"", LegalStatus.OTHER, *self.eligible_statuses}

    @property
    def schedule(self) -> list[Meeting]:
        """When the group meets in a usual week; reads the sessions, unless the list has counted them."""
        counted = getattr(self, "meetings_counted", None)
        if counted is not None:
            return counted_schedule(counted)
        return weekly_schedule(self.sessions.all())

    @property
    def address(self) -> str:
        """Where it takes place, as one line; the centre's address where the run names no venue."""
        return self.venue or f"{self.centre.address}, {self.centre.city}"


class Session(models.Model):
    """One meeting of a run."""

    run = ParentalKey(Run, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(pgettext_lazy("staff", "starts"))
    ends_at = models.DateTimeField(pgettext_lazy("staff", "ends"))
    room = models.CharField(pgettext_lazy("staff", "room"), max_length=80, blank=True)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=pgettext_lazy("staff", "trainer"),
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutions",
        verbose_name=pgettext_lazy("staff", "substitute"),
        help_text=pgettext_lazy("staff", "Who gives this session instead of the trainer."),
    )
    is_cancelled = models.BooleanField(pgettext_lazy("staff", "cancelled"), default=False)
    revision = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="Grows with each change: calendars take the newest (RFC 5545, SEQUENCE)."
    )

    class Meta:
        ordering: ClassVar = ["starts_at"]
        verbose_name = pgettext_lazy("staff", "session")
        verbose_name_plural = pgettext_lazy("staff", "sessions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.starts_at:%Y-%m-%d %H:%M}"
