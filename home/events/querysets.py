"""Reads of events."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.directory.models import Centre

if TYPE_CHECKING:
    from home.events.models import Event  # noqa: F401 - the base class names it


class EventQuerySet(models.QuerySet["Event"]):
    """Reads of events. A cancelled one is still listed, as cancelled: somebody may be on their way."""

    def published(self) -> EventQuerySet:
        """Events that have a live page in some language."""
        pages = apps.get_model("home", "EventPage").objects.filter(event=OuterRef("pk"), live=True)
        return self.filter(Exists(pages))

    def upcoming(self, now: dt.datetime) -> EventQuerySet:
        """Events that aren't over at this moment, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: dt.datetime) -> EventQuerySet:
        """Events that are over at this moment, the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def at_centre(self, centre_id: int) -> EventQuerySet:
        """Events of a centre, wherever it holds them."""
        return self.filter(centre=centre_id)

    def near(self, county: str) -> EventQuerySet:
        """Events that people of a county (its code) can go to: in it, of a centre that serves it, or online."""
        serving = Centre.objects.filter(Q(county=county) | Q(counties_served=county))
        online = Q(centre=None, county=None) & ~Q(online_url="")
        return self.filter(Q(county=county) | Q(centre__in=serving) | online)

    def for_list(self) -> EventQuerySet:
        """What a list of events shows, without a query a row."""
        return self.select_related("centre", "centre__county", "county")
