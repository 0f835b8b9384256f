"""People who enrolled."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumber_field.modelfields import PhoneNumberField

from courses.people.querysets import PersonQuerySet
from portal import languages
from portal.directory.statuses import LegalStatus


class Person(models.Model):
    """Somebody who enrolled. Every field that isn't needed may stay empty."""

    class ContactBy(models.TextChoices):
        CALL = "call", _("Call me")
        WHATSAPP = "whatsapp", _("Write to me on WhatsApp")
        SMS = "sms", _("Send me an SMS")
        EMAIL = "email", _("Write me an e-mail")

    class Gender(models.TextChoices):
        FEMALE = "female", _("Woman")
        MALE = "male", _("Man")
        OTHER = "other", _("Other")

    name = models.CharField(pgettext_lazy("staff", "name"), max_length=100)
    latin_name = models.CharField(pgettext_lazy("staff", "name in Latin letters"), max_length=100, blank=True)
    search_name = models.CharField(max_length=250, blank=True, editable=False, db_index=True)
    match_key = models.CharField(
        max_length=250,
        blank=True,
        editable=False,
        db_index=True,
        help_text="The same for names that may be one; see courses.people.names.match_key.",
    )
    phone = PhoneNumberField(pgettext_lazy("staff", "phone"), blank=True, db_index=True)
    email = models.EmailField(pgettext_lazy("staff", "e-mail"), blank=True)
    contact_by = models.CharField(
        pgettext_lazy("staff", "how to reach"), max_length=10, choices=ContactBy.choices, default=ContactBy.CALL
    )
    may_leave_message = models.BooleanField(pgettext_lazy("staff", "we may leave a message"), default=False)
    helper_name = models.CharField(pgettext_lazy("staff", "filled in by"), max_length=100, blank=True)
    helper_phone = PhoneNumberField(pgettext_lazy("staff", "phone of the helper"), blank=True)
    guardian_name = models.CharField(pgettext_lazy("staff", "parent or guardian"), max_length=100, blank=True)
    guardian_phone = PhoneNumberField(pgettext_lazy("staff", "phone of the parent or guardian"), blank=True)
    guardian_email = models.EmailField(pgettext_lazy("staff", "e-mail of the parent or guardian"), blank=True)
    language = models.CharField(pgettext_lazy("staff", "language"), max_length=10, choices=languages.django_choices)
    birth_year = models.PositiveSmallIntegerField(
        pgettext_lazy("staff", "year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    gender = models.CharField(pgettext_lazy("staff", "gender"), max_length=10, choices=Gender.choices, blank=True)
    nationality = models.CharField(
        pgettext_lazy("staff", "nationality"), max_length=2, blank=True, help_text="ISO 3166-1 alpha-2"
    )
    status = models.CharField(
        pgettext_lazy("staff", "legal status"), max_length=30, choices=LegalStatus.choices, blank=True
    )
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("staff", "person")
        verbose_name_plural = pgettext_lazy("staff", "people")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(phone="") | ~models.Q(email=""), name="person_can_be_reached")
        ]

    def __str__(self) -> str:
        return self.name

    def age_band(self, day: dt.date) -> str:
        """Return the funder's age bracket on this day (``under_18``, ``18_60``, ``over_60``), "" if unknown.

        Only the year of birth is asked, so the age is the one reached in that year (Regulation (EU)
        2021/1147, annex VIII, disaggregates by these brackets).
        """
        if self.birth_year is None:
            return ""
        age = day.year - self.birth_year
        if age < 18:
            return "under_18"
        return "18_60" if age <= 60 else "over_60"


class Merge(models.Model):
    """Two rows that were one person: who was kept, what moved, and whether it was undone."""

    kept = models.ForeignKey(Person, models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Person, models.CASCADE, related_name="merged_by")
    moved_enrolments = ArrayField(models.BigIntegerField(), default=list, help_text="Primary keys.")
    settled_enrolments = ArrayField(
        models.BigIntegerField(), default=list, help_text="Primary keys of what became one with another enrolment."
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at__isnull=True), name="one_merge_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} -> {self.kept_id}"


class NotTheSame(models.Model):
    """Two people whom staff have looked at and found to be two: they are not suggested again."""

    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="one_answer_a_pair"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} / {self.other_id}"
