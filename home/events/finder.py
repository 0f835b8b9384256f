"""The choices above the list of events: codes in the address, so that a result can be passed on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from home.events.kinds import EventKind, parse_kind
from home.events.models import Event
from home.events.querysets import EventQuerySet
from portal.directory.models import Centre, County
from resources.facets import Choice, query_of

if TYPE_CHECKING:
    from django.http import HttpRequest

PAST = "past"


@dataclass(frozen=True)
class EventFinder:
    """Which events somebody wants to see; what doesn't exist is ignored, never an error."""

    kind: EventKind | None
    county_code: str
    centre_code: str
    is_past: bool

    @classmethod
    def of(cls, request: HttpRequest) -> EventFinder:
        """Return what ``?kind=``, ``?county=``, ``?centre=`` and ``?when=past`` ask for."""
        asked = request.GET
        return cls(
            kind=parse_kind(asked.get("kind")),
            county_code=asked.get("county", ""),
            centre_code=asked.get("centre", ""),
            is_past=asked.get("when") == PAST,
        )

    @cached_property
    def counties(self) -> list[County]:
        """Every county, to choose one. One query."""
        return list(County.objects.all())

    @cached_property
    def county(self) -> County | None:
        """The county that was chosen."""
        return next((county for county in self.counties if county.code == self.county_code), None)

    @cached_property
    def centre(self) -> Centre | None:
        """The centre that was chosen. One query, none without one."""
        return Centre.objects.filter(code=self.centre_code).first() if self.centre_code else None

    @property
    def carried(self) -> dict[str, str]:
        """The choices as an address carries them."""
        return self._with(kind=self.kind.value if self.kind else "")

    def _with(self, *, kind: str = "", is_past: bool | None = None) -> dict[str, str]:
        past = self.is_past if is_past is None else is_past
        return {
            "kind": kind,
            "county": self.county.code if self.county else "",
            "centre": self.centre.code if self.centre else "",
            "when": PAST if past else "",
        }

    @property
    def kind_choices(self) -> list[Choice]:
        """The links to choose a kind by; the other choices stay."""
        rows = [(_("All"), ""), *((str(kind.label), kind.value) for kind in EventKind)]
        chosen = self.kind.value if self.kind else ""
        return [Choice(label, query_of(**self._with(kind=value)), value == chosen) for label, value in rows]

    @property
    def other_time(self) -> str:
        """What the address of the same choices ends with for past events, or for coming ones."""
        kind = self.kind.value if self.kind else ""
        return query_of(**self._with(kind=kind, is_past=not self.is_past)) or "?"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the time is chosen."""
        return bool(self.kind or self.county or self.centre)

    def events(self, now: dt.datetime) -> EventQuerySet:
        """Return the published events that fit."""
        events = Event.objects.published()
        events = events.past(now) if self.is_past else events.upcoming(now)
        if self.kind:
            events = events.filter(kind=self.kind)
        if self.county:
            events = events.near(self.county.code)
        if self.centre:
            events = events.at_centre(self.centre.pk)
        return events
