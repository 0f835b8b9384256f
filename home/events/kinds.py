"""What an event is, for whom, and how one comes to it: codes in the database, words from gettext."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What kind of event it is, in the order in which readers choose."""

    OPEN_DAY = "open-day", _("Open day")
    INFORMATION = "information", _("Information session")
    WORKSHOP = "workshop", _("Workshop")
    MEETING_PEOPLE = "meeting-people", _("Meeting people")
    CELEBRATION = "celebration", _("Celebration")
    COORDINATION = "coordination", _("Coordination meeting")

    @property
    def icon(self) -> str:
        """The name of its pictogram in ``static/icons``."""
        return ICONS[self]


ICONS = {
    EventKind.OPEN_DAY: "door",
    EventKind.INFORMATION: "info",
    EventKind.WORKSHOP: "school",
    EventKind.MEETING_PEOPLE: "people",
    EventKind.CELEBRATION: "celebration",
    EventKind.COORDINATION: "handshake",
}


class Audience(models.TextChoices):
    """For whom an event is."""

    EVERYBODY = "everybody", _("Everybody")
    WOMEN = "women", _("Women only")
    FAMILIES = "families", _("Families with children")
    YOUNG = "young", _("Young people")
    PROFESSIONALS = "professionals", _("People who work with migrants")


class Entry(models.TextChoices):
    """How one comes to an event."""

    OPEN = "open", _("You don't need to register. Just come.")
    CALL = "call", _("Please call us before you come.")
    INVITED = "invited", _("Only for people who have an invitation.")


def parse_kind(value: str | None) -> EventKind | None:
    """Return the kind that an address names (``?kind=open-day``), None for anything else."""
    return EventKind(value) if value in EventKind.values else None
