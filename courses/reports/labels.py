"""How reports name what they count, in the language of staff. What is stored and exported beside it are codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from courses.catalogue.models import Course
from courses.people.models import Person
from courses.reports.models import Milestone

ICON = "doc-full"
INDICATORS = pgettext_lazy("staff", "Funder's indicators")
OPERATIONS = pgettext_lazy("staff", "How it goes")
GAPS = pgettext_lazy("staff", "Missing data")
SNAPSHOTS = pgettext_lazy("staff", "Frozen reports")
TAKE_OUT = pgettext_lazy("staff", "Take out the figures")

BANDS: dict[str, Promise] = {
    "under_18": pgettext_lazy("staff", "Under 18"),
    "18_60": pgettext_lazy("staff", "18 to 60"),
    "over_60": pgettext_lazy("staff", "Over 60"),
    "": pgettext_lazy("staff", "Age unknown"),
}
GENDERS: dict[str, Promise] = {
    "female": pgettext_lazy("staff", "Women"),
    "male": pgettext_lazy("staff", "Men"),
    "other": pgettext_lazy("staff", "Other gender"),
    "": pgettext_lazy("staff", "Gender unknown"),
}
GENDER: dict[str, Promise | str] = {**dict(Person.Gender.choices), "": GENDERS[""]}
"""The gender of one person."""


def what_counted(kind: str, level: str) -> str:
    """Return by what somebody counts: a course's kind and level, or a milestone; takes codes."""
    if kind in Milestone.Kind.values:
        return str(Milestone.Kind(kind).label)
    name = str(Course.Kind(kind).label) if kind in Course.Kind.values else kind
    return pgettext("staff", "%(kind)s, %(level)s") % {"kind": name, "level": level} if level else name
