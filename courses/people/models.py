"""People who enrolled."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumber_field.modelfields import PhoneNumberField

from portal import languages
from portal.directory.statuses import LegalStatus


class Person(models.Model):
    """Somebody who enrolled. Every field that isn't needed may stay empty."""

    class ContactBy(models.TextChoices):
        CALL = "call", _("Call me")
        WHATSAPP = "whatsapp", _("Write to me on WhatsApp")
        EMAIL = "email", _("Write me an e-mail")

    class Gender(models.TextChoices):
        FEMALE = "female", _("Woman")
        MALE = "male", _("Man")
        OTHER = "other", _("Other")

    name = models.CharField(pgettext_lazy("staff", "name"), max_length=100)
    latin_name = models.CharField(pgettext_lazy("staff", "name in Latin letters"), max_length=100, blank=True)
    search_name = models.CharField(max_length=250, blank=True, editable=False, db_index=True)
    phone = PhoneNumberField(pgettext_lazy("staff", "phone"), blank=True, db_index=True)
    email = models.EmailField(pgettext_lazy("staff", "e-mail"), blank=True)
    contact_by = models.CharField(
        pgettext_lazy("staff", "how to reach"), max_length=10, choices=ContactBy.choices, default=ContactBy.CALL
    )
    may_leave_message = models.BooleanField(pgettext_lazy("staff", "we may leave a message"), default=False)
    helper_name = models.CharField(pgettext_lazy("staff", "filled in by"), max_length=100, blank=True)
    helper_phone = PhoneNumberField(pgettext_lazy("staff", "phone of the helper"), blank=True)
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
    created_at = models.DateTimeField(default=timezone.now, editable=False)

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
