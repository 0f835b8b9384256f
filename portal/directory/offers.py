"""What people find at a centre: help of several kinds, and a way in for everybody. Codes with labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Help(models.TextChoices):
    """What a centre helps with."""

    ADVICE = "advice", _("Advice and information")
    COURSES = "courses", _("Romanian courses")
    DOCUMENTS = "documents", _("Help with papers and forms")
    LEGAL = "legal", _("Legal advice")
    WORK = "work", _("Help to find work")
    PSYCHOLOGIST = "psychologist", _("Talking with a psychologist")
    INTERPRETER = "interpreter", _("An interpreter goes with you")
    CHILDREN = "children", _("A corner where children play")

    @property
    def icon(self) -> str:
        """Its pictogram."""
        return _ICONS[self]


_ICONS = {
    Help.ADVICE: "info",
    Help.COURSES: "school",
    Help.DOCUMENTS: "papers",
    Help.LEGAL: "scales",
    Help.WORK: "briefcase",
    Help.PSYCHOLOGIST: "speak",
    Help.INTERPRETER: "translate",
    Help.CHILDREN: "child",
}


class Access(models.TextChoices):
    """What makes a centre easy to enter and to use."""

    STEP_FREE = "step_free", _("No steps at the entrance")
    LIFT = "lift", _("Lift")
    TOILET = "toilet", _("Toilet for wheelchair users")
    PARKING = "parking", _("Parking place for disabled people")
    HEARING = "hearing", _("Hearing loop")
    QUIET = "quiet", _("A quiet room")
