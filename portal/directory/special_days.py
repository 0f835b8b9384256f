"""Days on which a centre keeps other hours than in a usual week."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from portal.directory.models import Centre


class SpecialDay(models.Model):
    """One day with other hours, or closed. It goes before the weekly hours and before public holidays.

    A day that opens twice has two rows.
    """

    class Reason(models.TextChoices):
        DAY_OFF = "day_off", _("Day off")
        EVENT = "event", _("Event at the centre")
        TRAINING = "training", _("Staff training")
        WORKS = "works", _("Building works")
        MOVING = "moving", _("We are moving")
        WEATHER = "weather", _("Bad weather")

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="special_days")
    day = models.DateField(pgettext_lazy("staff", "day"))
    opens = models.TimeField(
        pgettext_lazy("staff", "opens"),
        null=True,
        blank=True,
        help_text=pgettext_lazy("staff", "Leave both empty: closed all day."),
    )
    closes = models.TimeField(pgettext_lazy("staff", "closes"), null=True, blank=True)
    reason = models.CharField(pgettext_lazy("staff", "reason"), max_length=20, choices=Reason.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["day", "opens"]
        verbose_name = pgettext_lazy("staff", "special day")
        verbose_name_plural = pgettext_lazy("staff", "special days")
        constraints: ClassVar = [
            # Each half is asked for by itself: a comparison with NULL is NULL, which a check lets through.
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(opens__isnull=False, closes__isnull=False, closes__gt=models.F("opens")),
                name="special_day_closed_or_hours",
            ),
        ]

    def __str__(self) -> str:
        hours = f"{self.opens:%H:%M}-{self.closes:%H:%M}" if self.opens and self.closes else "-"
        return f"{self.day:%Y-%m-%d} {hours}"

    def clean(self) -> None:
        """Refuse half of the hours, and hours that end before they begin."""
        if (self.opens is None) != (self.closes is None):
            field = "closes" if self.closes is None else "opens"
            raise ValidationError(
                {field: pgettext_lazy("staff", "Write both times, or none for a day that is closed.")}
            )
        if self.opens is not None and self.closes is not None and self.closes <= self.opens:
            raise ValidationError({"closes": pgettext_lazy("staff", "A centre can't close before it opens.")})
