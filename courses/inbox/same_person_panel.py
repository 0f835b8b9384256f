"""What an enrolment's page says about who else may be this person, who shares the phone, and what was joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import Promise

from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.enrolment.states import State
from courses.inbox.labels import STATES, StateLabel, course_label
from courses.people.access import Reach
from courses.people.duplicates import lookalikes_of
from courses.people.models import Person


@dataclass(frozen=True)
class _Line:
    """An enrolment of somebody else. ``may_open``: it is of a centre whose people the user sees."""

    pk: int
    reference: str
    course: str
    run: str
    centre: str
    state: StateLabel
    may_open: bool


@dataclass(frozen=True)
class _Other:
    """Somebody else, why they may be the same (nothing for a relative), and their enrolments."""

    person: Person
    reasons: list[Promise | str]
    is_strong: bool
    lines: list[_Line]


def same_person_context(enrolment: Enrolment, user: User) -> dict[str, Any]:
    """Return ``suggestions``, ``family`` (both with their enrolments) and ``merges``. Six queries at most."""
    reach = Reach.of(user)
    found = lookalikes_of(enrolment.person, reach)
    return {
        "suggestions": [
            _Other(each.person, [reason.label for reason in each.reasons], each.is_strong, _lines(each.person, reach))
            for each in found.suggestions
        ],
        "family": [_Other(each, [], False, _lines(each, reach)) for each in found.family],
        "merges": found.merges,
    }


def _lines(person: Person, reach: Reach) -> list[_Line]:
    return [
        _Line(
            pk=enrolment.pk,
            reference=format_reference(enrolment.reference),
            course=course_label(enrolment.course),
            run=enrolment.run.code if enrolment.run else "",
            centre=enrolment.centre.name,
            state=STATES[State(enrolment.state)],
            may_open=reach.covers([enrolment.centre_id]),
        )
        for enrolment in person.enrolments.all()
    ]
