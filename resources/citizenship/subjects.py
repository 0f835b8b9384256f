"""What the interview for citizenship asks about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    """The four subjects, in the order in which they are learnt. Lessons and questions have one each."""

    HISTORY = "history", _("History of Romania")
    GEOGRAPHY = "geography", _("Geography of Romania")
    CULTURE = "culture", _("Culture of Romania")
    LEGISLATION = "legislation", _("Law and the state")


ICONS = {
    Subject.HISTORY: "history",
    Subject.GEOGRAPHY: "geography",
    Subject.CULTURE: "culture",
    Subject.LEGISLATION: "legislation",
}
"""The icon of each subject, as ``static/icons`` names it."""
