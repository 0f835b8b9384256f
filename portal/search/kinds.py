"""What a result is: its label, its icon, and how much it counts beside others that fit as well."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """``priority``: 0 comes first among equals; what is of today stands behind what always holds, questions last."""

    label: Promise
    icon: str
    priority: int


KINDS: dict[str, Kind] = {
    "guide": Kind(_("Guide"), "guide", 0),
    "situation": Kind(_("Your situation"), "steps", 1),
    "course": Kind(_("Course"), "level", 1),
    "centre": Kind(_("Centre"), "pin", 2),
    "event": Kind(_("Event"), "calendar", 6),
    "film": Kind(_("Film"), "film", 2),
    "phrasebook": Kind(_("First words"), "speak", 2),
    "section": Kind(_("Overview"), "house", 4),
    "news": Kind(_("News"), "news", 7),
    "project": Kind(_("Project"), "flag", 7),
    "page": Kind(_("Page"), "info", 3),
    "lesson": Kind(_("Lesson"), "citizen", 3),
    "question": Kind(_("Question to practise"), "help", 8),
}
"""By code, as ``BasePage.search_kind`` and :class:`portal.search.documents.Document` name them."""

DEFAULT = "page"
