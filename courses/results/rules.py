"""What the rule of a course says about somebody at its end; staff decide, and say why where they decide otherwise."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from courses.attendance.shares import Share
from courses.catalogue.models import Course
from courses.enrolment.codes import Level, Proficiency
from courses.enrolment.models import Enrolment


class Outcome(models.TextChoices):
    """How a course ended for somebody."""

    COMPLETED = "completed", pgettext_lazy("staff", "Completed the course")
    DROPPED = "dropped", pgettext_lazy("staff", "Left the course")
    OPEN = "open", pgettext_lazy("staff", "Still open")


FOUND: dict[str, Proficiency] = {
    Level.NONE: Proficiency.NONE,
    Level.A1: Proficiency.A1,
    Level.A2: Proficiency.A2,
    Level.B1: Proficiency.B1,
}
"""What the levels that somebody says or checks are, where they say anything."""


def propose(share: Share | None, *, completion_percent: int, has_ended: bool) -> Outcome:
    """Return what the completion rule proposes: nothing before the course has ended or attendance is known."""
    if not has_ended or share is None or share.percent is None:
        return Outcome.OPEN
    return Outcome.COMPLETED if share.reaches(completion_percent) else Outcome.DROPPED


def needs_reason(outcome: str, proposed: str, *, has_ended: bool) -> bool:
    """Whether staff must say why: against the rule, or a course that is completed before its end."""
    if outcome == Outcome.OPEN:
        return False
    if outcome == Outcome.COMPLETED and not has_ended:
        return True
    return proposed not in {Outcome.OPEN, outcome}


def has_levels(course: Course) -> bool:
    """Whether a course has entry and exit levels: those of a language do."""
    return course.kind == Course.Kind.ROMANIAN


def entry_level_of(enrolment: Enrolment) -> str:
    """Return the level somebody began with as far as it is known: found by us, else checked, else said; or ""."""
    if enrolment.entry_level:
        return enrolment.entry_level
    known = (enrolment.placement_level, enrolment.checked_level, enrolment.level)
    return next((FOUND[level] for level in known if level in FOUND), "")
