"""Topics of guides and films: what people look for, with a pictogram for each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a guide or a film is about, in the order in which the topics are listed."""

    DOCUMENTS = "documents", _("Papers and staying in Romania")
    HEALTH = "health", _("Health")
    WORK = "work", _("Work")
    HOUSING = "housing", _("A place to live")
    EDUCATION = "education", _("School and diplomas")
    MONEY = "money", _("Money and taxes")
    TRANSPORT = "transport", _("Getting around")
    SAFETY = "safety", _("Safety and help in danger")
    RIGHTS = "rights", _("Your rights")
    PROTECTION = "protection", _("Asylum and protection")
    ROMANIAN = "romanian", _("The Romanian language")
    CITIZENSHIP = "citizenship", _("Citizenship")

    @property
    def icon(self) -> str:
        """The name of its pictogram in ``static/icons``."""
        return ICONS[self]

    @property
    def course_kind(self) -> str:
        """The kind of course that goes on where the topic's guides end, "" where none does."""
        return COURSE_KINDS.get(self, "")


ICONS = {
    Topic.DOCUMENTS: "papers",
    Topic.HEALTH: "health",
    Topic.WORK: "briefcase",
    Topic.HOUSING: "key",
    Topic.EDUCATION: "school",
    Topic.MONEY: "coin",
    Topic.TRANSPORT: "bus",
    Topic.SAFETY: "shield",
    Topic.RIGHTS: "scales",
    Topic.PROTECTION: "umbrella",
    Topic.ROMANIAN: "speak",
    Topic.CITIZENSHIP: "citizen",
}
COURSE_KINDS = {
    Topic.ROMANIAN: "romanian",
    Topic.CITIZENSHIP: "citizenship",
    Topic.RIGHTS: "orientation",
    Topic.WORK: "orientation",
    Topic.PROTECTION: "orientation",
    Topic.DOCUMENTS: "orientation",
}


def parse_topic(value: str | None) -> Topic | None:
    """Return the topic that an address names (``?topic=health``), None for anything else."""
    return Topic(value) if value in Topic.values else None
