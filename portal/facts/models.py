"""Dated facts: an amount, a deadline, a phone, an office, entered once and named in prose as ``{fact:code}``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import ClassVar

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import pgettext_lazy


class FactQuerySet(models.QuerySet["Fact"]):
    """Reads of facts."""

    def valid_on(self, day: dt.date) -> FactQuerySet:
        """The one value of each code that holds on this day: the newest that has begun."""
        return self.filter(valid_from__lte=day).order_by("code", "-valid_from").distinct("code")

    def past_review(self, day: dt.date) -> FactQuerySet:
        """Facts that somebody should check again by this day."""
        return self.filter(review_by__lt=day)


class Fact(models.Model):
    """One value of a fact, from a day on. A newer row of the same code replaces it on its day."""

    class Kind(models.TextChoices):
        AMOUNT = "amount", pgettext_lazy("staff", "Amount of money (lei)")
        NUMBER = "number", pgettext_lazy("staff", "Number")
        PERCENT = "percent", pgettext_lazy("staff", "Percentage")
        DAYS = "days", pgettext_lazy("staff", "Number of days")
        MONTHS = "months", pgettext_lazy("staff", "Number of months")
        YEARS = "years", pgettext_lazy("staff", "Number of years")
        DATE = "date", pgettext_lazy("staff", "Date")
        PHONE = "phone", pgettext_lazy("staff", "Phone number")
        NAME = "name", pgettext_lazy("staff", "Official name or address (in Romanian)")
        URL = "url", pgettext_lazy("staff", "Web address")

    code = models.SlugField(
        pgettext_lazy("staff", "code"),
        db_index=False,
        help_text=pgettext_lazy("staff", "Write it in a text as {fact:code}."),
    )
    kind = models.CharField(pgettext_lazy("staff", "kind"), max_length=10, choices=Kind.choices)
    value = models.CharField(
        pgettext_lazy("staff", "value"),
        max_length=250,
        help_text=pgettext_lazy("staff", "Numbers with a decimal point, dates as YYYY-MM-DD."),
    )
    note = models.CharField(pgettext_lazy("staff", "what it is"), max_length=250, blank=True)
    source_url = models.CharField(pgettext_lazy("staff", "source"), max_length=500)
    valid_from = models.DateField(pgettext_lazy("staff", "valid from"))
    checked_on = models.DateField(pgettext_lazy("staff", "checked on"))
    review_by = models.DateField(pgettext_lazy("staff", "check again by"))

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["code", "-valid_from"]
        verbose_name = pgettext_lazy("staff", "fact")
        verbose_name_plural = pgettext_lazy("staff", "facts")
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "valid_from"], name="one_fact_a_day")]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"

    @property
    def token(self) -> str:
        """How a text names this fact."""
        return f"{{fact:{self.code}}}"

    def is_past_review(self, day: dt.date) -> bool:
        """Whether somebody should have checked it again by this day."""
        return self.review_by < day

    def clean(self) -> None:
        """Refuse a value that doesn't fit the fact's kind."""
        try:
            self._check_value()
        except (ValueError, InvalidOperation, phonenumbers.NumberParseException, ValidationError) as error:
            message = pgettext_lazy("staff", "This value doesn't fit the kind of fact.")
            raise ValidationError({"value": message}) from error

    def _check_value(self) -> None:
        match self.kind:
            case self.Kind.AMOUNT | self.Kind.NUMBER | self.Kind.PERCENT:
                Decimal(self.value)
            case self.Kind.DAYS | self.Kind.MONTHS | self.Kind.YEARS:
                int(self.value)
            case self.Kind.DATE:
                dt.date.fromisoformat(self.value)
            case self.Kind.PHONE:
                # Short numbers such as 112 and 119 are numbers too.
                phonenumbers.parse(self.value, "RO")
            case self.Kind.URL:
                URLValidator(schemes=["https", "http"])(self.value)
