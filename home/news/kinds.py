"""What news are about, with a pictogram for each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NewsKind(models.TextChoices):
    """What something new is about, in the order in which readers choose."""

    COURSES = "courses", _("Courses")
    RIGHTS = "rights", _("Rights and papers")
    CENTRES = "centres", _("Centres")
    PROJECTS = "projects", _("Projects")
    COMMUNITY = "community", _("Community")

    @property
    def icon(self) -> str:
        """The name of its pictogram in ``static/icons``."""
        return ICONS[self]


ICONS = {
    NewsKind.COURSES: "school",
    NewsKind.RIGHTS: "papers",
    NewsKind.CENTRES: "house",
    NewsKind.PROJECTS: "flag",
    NewsKind.COMMUNITY: "people",
}


def parse_kind(value: str | None) -> NewsKind | None:
    """Return the kind that an address names (``?kind=rights``), None for anything else."""
    return NewsKind(value) if value in NewsKind.values else None
