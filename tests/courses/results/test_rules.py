"""What the rule proposes, and when staff must say why they decide otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.attendance.shares import Share
from courses.results.rules import Outcome, entry_level_of, needs_reason, propose
from tests.factories import EnrolmentFactory, PersonFactory


def share(attended: int, held: int) -> Share:
    return Share(attended, held, 0)


@given(st.integers(0, 6000), st.integers(1, 6000), st.integers(0, 100))
def test_the_rule_is_the_percentage(attended, held, percent) -> None:
    attended = min(attended, held)
    outcome = propose(share(attended, held), completion_percent=percent, has_ended=True)
    assert outcome == (Outcome.COMPLETED if attended * 100 >= percent * held else Outcome.DROPPED)


@pytest.mark.parametrize("known", [None, share(0, 0)])
def test_without_attendance_nothing_is_proposed(known) -> None:
    assert propose(known, completion_percent=70, has_ended=True) == Outcome.OPEN


def test_before_the_end_nothing_is_proposed() -> None:
    assert propose(share(100, 100), completion_percent=70, has_ended=False) == Outcome.OPEN


@pytest.mark.parametrize(
    ("outcome", "proposed", "has_ended", "needs"),
    [
        ("completed", "completed", True, False),
        ("dropped", "dropped", True, False),
        ("completed", "dropped", True, True),
        ("dropped", "completed", True, True),
        ("open", "completed", True, False),
        ("open", "dropped", True, False),
        ("completed", "open", True, False),
        ("dropped", "open", True, False),
        ("completed", "open", False, True),
        ("dropped", "open", False, False),
    ],
)
def test_against_the_rule_staff_say_why(outcome, proposed, has_ended, needs) -> None:
    assert needs_reason(outcome, proposed, has_ended=has_ended) is needs


@pytest.mark.parametrize(
    ("known", "level"),
    [
        ({}, "none"),
        ({"level": "unknown"}, ""),
        ({"level": "B1"}, "B1"),
        ({"level": "B1", "checked_level": "A2"}, "A2"),
        ({"level": "B1", "checked_level": "unknown"}, "B1"),
        ({"checked_level": "A2", "placement_level": "A1"}, "A1"),
        ({"placement_level": "A1", "entry_level": "B2"}, "B2"),
    ],
)
def test_the_level_at_the_beginning_is_the_best_known(known, level) -> None:
    person = PersonFactory.build()
    enrolment = EnrolmentFactory.build(person=person, **known)
    assert entry_level_of(enrolment) == level
