"""What takes place, when and where: rows without a language. The prose of an event is its page."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from phonenumber_field.modelfields import PhoneNumberField

from home.events.kinds import Audience, Entry, EventKind
from home.events.querysets import EventQuerySet
from portal import clock, languages
from portal.directory.models import Centre, County, Organisation
from portal.fields import ChoiceArrayField

LASTS = dt.timedelta(hours=2)
"""How long an event lasts of which nobody says when it ends."""
_DAY = dt.timedelta(days=1)


class Event(ClusterableModel):
    """One event: at a centre, at another place, online, or both in one room and online."""

    code = models.SlugField(
        pgettext_lazy("staff", "code"),
        unique=True,
        help_text=pgettext_lazy("staff", "For colleagues, for example open-day-iasi-2027. Readers don't see it."),
    )
    kind = models.CharField(pgettext_lazy("staff", "kind"), max_length=20, choices=EventKind.choices)
    starts_at = models.DateTimeField(
        pgettext_lazy("staff", "starts"), help_text=pgettext_lazy("staff", "Romanian time, also for online events.")
    )
    ends_at = models.DateTimeField(
        pgettext_lazy("staff", "ends"), blank=True, help_text=pgettext_lazy("staff", "Empty: two hours later.")
    )
    is_all_day = models.BooleanField(
        pgettext_lazy("staff", "all day"),
        default=False,
        help_text=pgettext_lazy("staff", "Only the days count then, not the hours."),
    )
    centre = models.ForeignKey(
        Centre,
        models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("staff", "centre"),
        help_text=pgettext_lazy("staff", "Who holds it. Its page lists the event."),
    )
    venue = models.CharField(
        pgettext_lazy("staff", "place"),
        max_length=120,
        blank=True,
        help_text=pgettext_lazy("staff", "For example a library. Empty: at the centre."),
    )
    address = models.CharField(pgettext_lazy("staff", "address"), max_length=200, blank=True)
    city = models.CharField(pgettext_lazy("staff", "town"), max_length=80, blank=True)
    county = models.ForeignKey(
        County,
        models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("staff", "county"),
    )
    latitude = models.DecimalField(
        pgettext_lazy("staff", "latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        pgettext_lazy("staff", "longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    online_url = models.URLField(
        pgettext_lazy("staff", "link to take part online"),
        blank=True,
        help_text=pgettext_lazy("staff", "Everybody sees it. Without a centre and a place the event is online only."),
    )
    spoken_languages = ChoiceArrayField(
        models.CharField(max_length=10, choices=languages.django_choices),
        default=list,
        blank=True,
        verbose_name=pgettext_lazy("staff", "languages spoken there"),
        help_text=pgettext_lazy("staff", "Beside Romanian."),
    )
    audience = models.CharField(
        pgettext_lazy("staff", "for whom"), max_length=15, choices=Audience.choices, default=Audience.EVERYBODY
    )
    entry = models.CharField(
        pgettext_lazy("staff", "how to come"), max_length=10, choices=Entry.choices, default=Entry.OPEN
    )
    phone = PhoneNumberField(
        pgettext_lazy("staff", "phone for questions"),
        blank=True,
        help_text=pgettext_lazy("staff", "Empty: the phones of the centre."),
    )
    partners = ParentalManyToManyField(
        Organisation, blank=True, related_name="events", verbose_name=pgettext_lazy("staff", "partners")
    )
    is_cancelled = models.BooleanField(
        pgettext_lazy("staff", "cancelled"),
        default=False,
        help_text=pgettext_lazy(
            "staff", "The page stays and says so; calendars cancel it. Write the reason into the page, “What changed”."
        ),
    )
    revision = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="Grows with each change: calendars take the newest (RFC 5545, SEQUENCE)."
    )
    changed_at = models.DateTimeField(editable=False, default=clock.now, help_text="When the revision was made.")

    objects = EventQuerySet.as_manager()

    IN_CALENDARS = (
        "starts_at",
        "ends_at",
        "is_all_day",
        "centre_id",
        "venue",
        "address",
        "city",
        "online_url",
        "phone",
        "is_cancelled",
    )
    """What a calendar shows: when one of these changes, it must take the new version for newer."""

    class Meta:
        ordering: ClassVar = ["-starts_at", "pk"]
        verbose_name = pgettext_lazy("staff", "event")
        verbose_name_plural = pgettext_lazy("staff", "events")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_its_start"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["ends_at", "starts_at"], name="event_by_time")]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse an end before the start, a place that nobody could find, and half a pair of coordinates."""
        errors = {}
        if self._ends_too_early():
            errors["ends_at"] = pgettext_lazy("staff", "An event can't end before it starts.")
        if self.is_elsewhere and not (self.address and self.city and self.county_id):
            errors["address"] = pgettext_lazy("staff", "A place of its own needs an address, a town and a county.")
        if not (self.centre_id or self.is_elsewhere or self.online_url):
            errors["centre"] = pgettext_lazy("staff", "Say where: a centre, an address, or a link to take part online.")
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude"] = pgettext_lazy("staff", "Latitude and longitude belong together.")
        if errors:
            raise ValidationError(errors)

    def _ends_too_early(self) -> bool:
        if not (self.starts_at and self.ends_at):
            return False
        return self.last_day < self.first_day if self.is_all_day else self.ends_at <= self.starts_at

    def save(self, *args: object, **kwargs: object) -> None:
        """Fill in what nobody has said, and count a change that calendars must hear of."""
        self.fill_in_times()
        before = Event.objects.filter(pk=self.pk).values(*self.IN_CALENDARS).first() if self.pk else None
        if before and any(value != getattr(self, name) for name, value in before.items()):
            self.revision += 1
            self.changed_at = clock.now()
        super().save(*args, **kwargs)

    def fill_in_times(self) -> None:
        """Fill in the end where nobody has; an event of whole days begins and ends with them."""
        if not self.starts_at:
            return
        if not self.ends_at:
            self.ends_at = self.starts_at + LASTS
        if self.is_all_day:
            first, last = self.first_day, max(self.first_day, self.last_day)
            self.starts_at = dt.datetime.combine(first, dt.time.min, tzinfo=clock.ZONE)
            # A minute before midnight: whoever opens the form again finds the day that they meant.
            self.ends_at = dt.datetime.combine(last, dt.time(23, 59), tzinfo=clock.ZONE)

    @property
    def kind_icon(self) -> str:
        """The pictogram of its kind."""
        return EventKind(self.kind).icon

    @property
    def first_day(self) -> dt.date:
        """The day on which it begins in Romania."""
        return self.starts_at.astimezone(clock.ZONE).date()

    @property
    def last_day(self) -> dt.date:
        """The day on which it ends in Romania."""
        return self.ends_at.astimezone(clock.ZONE).date()

    @property
    def day_after(self) -> dt.date:
        """The first day on which nothing of it takes place any more: calendars name it as the end of whole days."""
        return self.last_day + _DAY

    @property
    def is_elsewhere(self) -> bool:
        """Whether it has a place of its own, instead of the centre's."""
        return bool(self.venue or self.address or self.city or self.county_id)

    @property
    def is_online_only(self) -> bool:
        """Whether there is no place to go to."""
        return not self.is_elsewhere and self.centre_id is None

    @property
    def town(self) -> str:
        """The town where it takes place, "" online."""
        return self.city or (self.centre.city if self.centre and not self.is_elsewhere else "")

    @property
    def place(self) -> str:
        """Where it takes place, as one line; "" online."""
        if self.is_elsewhere:
            return ", ".join(part for part in (self.venue, self.address, self.city) if part)
        return f"{self.centre.name}, {self.centre.address}, {self.centre.city}" if self.centre else ""

    @property
    def coordinates(self) -> str:
        """Latitude and longitude with a dot and a comma, "" where nobody knows them."""
        at = self if self.is_elsewhere else self.centre
        if at is None or at.latitude is None or at.longitude is None:
            return ""
        return f"{at.latitude},{at.longitude}"

    @property
    def phones(self) -> list[str]:
        """Whom to call: its own number, else those of the centre (prefetch them for lists)."""
        if self.phone:
            return [str(self.phone)]
        return [str(entry.number) for entry in self.centre.phones.all()] if self.centre else []
