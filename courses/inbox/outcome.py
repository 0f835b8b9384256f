"""How much of the course somebody attended."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count

from courses.attendance.models import Attendance, Mark
from courses.attendance.querysets import SEATED
from courses.attendance.shares import Share, shares_of
from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment


@dataclass(frozen=True)
class Outcome:
    """The attendance so far. ``marks``: how often which mark, with its label; ``share`` as the run's page has it."""

    share: Share | None = None
    marks: list[tuple[str, int]] = field(default_factory=list)


def outcome_of(enrolment: Enrolment, run: Run | None) -> Outcome:
    """Return the attendance of an enrolment; nothing for who never had a confirmed place. Five queries at most."""
    if run is None or enrolment.state not in SEATED:
        return Outcome()
    run.course = enrolment.course
    counted = dict(
        Attendance.objects.filter(enrolment=enrolment).values_list("mark").annotate(count=Count("pk")).order_by()
    )
    return Outcome(
        share=shares_of(run).get(enrolment.pk) if counted else None,
        marks=[(str(mark.label), counted[mark.value]) for mark in Mark if mark.value in counted],
    )
