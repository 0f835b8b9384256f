"""What an enrolment's page says of others: the person's own, of who may be the same, of who shares the phone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.functional import Promise

from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.enrolment.states import State
from courses.inbox.labels import STATES, StateLabel, course_label
from courses.people.access import Reach
from courses.people.duplicates import lookalikes_of
from courses.people.models import Person

MOST_OTHERS = 20
"""So many other enrolments of one person are shown."""


@dataclass(frozen=True)
class Line:
    """Another enrolment, of the same person or of somebody else.

    ``day`` is when its run begins, else when it came. ``may_open``: it is of a centre whose people the user sees.
    """

    pk: int
    reference: str
    course: str
    run: str
    centre: str
    day: dt.date
    state: StateLabel
    may_open: bool


@dataclass(frozen=True)
class _Other:
    """Somebody else, why they may be the same (nothing for a relative), and their enrolments."""

    person: Person
    reasons: list[Promise | str]
    is_strong: bool
    lines: list[Line]


def same_person_context(enrolment: Enrolment, user: User) -> dict[str, Any]:
    """Return ``suggestions``, ``family`` (both with their enrolments) and ``merges``. Six queries at most."""
    reach = Reach.on_page(user)
    found = lookalikes_of(enrolment.person, reach)
    return {
        "suggestions": [
            _Other(each.person, [reason.label for reason in each.reasons], each.is_strong, _lines(each.person, reach))
            for each in found.suggestions
        ],
        "family": [_Other(each, [], False, _lines(each, reach)) for each in found.family],
        "merges": found.merges,
    }


def other_enrolments(enrolment: Enrolment, user: User) -> list[Line]:
    """Return the person's other enrolments at the user's own centres, the newest first. One query.

    What they asked for elsewhere is not shown, not even that there is something.
    """
    own = Enrolment.objects.for_staff(user).filter(person=enrolment.person_id).exclude(pk=enrolment.pk)
    own = own.select_related("course", "run", "centre").order_by("-submitted_at", "-pk")
    return [_line(other, may_open=True) for other in own[:MOST_OTHERS]]


def _lines(person: Person, reach: Reach) -> list[Line]:
    return [_line(enrolment, may_open=reach.covers([enrolment.centre_id])) for enrolment in person.enrolments.all()]


def _line(enrolment: Enrolment, *, may_open: bool) -> Line:
    return Line(
        pk=enrolment.pk,
        reference=format_reference(enrolment.reference),
        course=course_label(enrolment.course),
        run=enrolment.run.code if enrolment.run else "",
        centre=enrolment.centre.name,
        day=enrolment.run.starts_on if enrolment.run else timezone.localdate(enrolment.submitted_at),
        state=STATES[State(enrolment.state)],
        may_open=may_open,
    )
