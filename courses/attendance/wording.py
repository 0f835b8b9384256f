"""How marks and warnings are named on the pages of attendance."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from courses.attendance.models import Mark

ATTENDANCE = pgettext_lazy("staff", "Attendance")
ICON = "tasks"


@dataclass(frozen=True)
class MarkLabel:
    """A mark as a button says it: one word and an icon of Wagtail."""

    mark: Mark
    name: Promise
    icon: str


MARKS: dict[str, MarkLabel] = {
    label.mark.value: label
    for label in (
        MarkLabel(Mark.PRESENT, pgettext_lazy("staff", "Present"), "check"),
        MarkLabel(Mark.LATE, pgettext_lazy("staff", "Late"), "time"),
        MarkLabel(Mark.EXCUSED, pgettext_lazy("staff", "Excused"), "comment"),
        MarkLabel(Mark.ABSENT, pgettext_lazy("staff", "Absent"), "cross"),
    )
}

WARNINGS: dict[str, Promise] = {
    "missed": pgettext_lazy("staff", "Absent twice or more in a row"),
    "out_of_reach": pgettext_lazy("staff", "Can't reach the attendance for completion any more"),
    "joined_late": pgettext_lazy("staff", "Joined after the course began"),
}
"""By the code that :class:`courses.attendance.shares.Share` carries."""
