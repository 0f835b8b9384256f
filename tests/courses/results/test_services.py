"""Levels are written down with their history; an outcome and its levels go together."""

from __future__ import annotations

import pytest

from courses.enrolment.errors import Refused
from courses.enrolment.states import State, Verb
from courses.results.services import record_levels, record_result
from tests.factories import CourseFactory, RunFactory

pytestmark = pytest.mark.django_db


def test_levels_are_written_down_with_both_codes(learner, staff) -> None:
    enrolment = learner(attending=True)
    record_levels(enrolment=enrolment, user=staff, entry="none", exit="A1")
    enrolment.refresh_from_db()
    assert (enrolment.entry_level, enrolment.exit_level) == ("none", "A1")
    event = enrolment.events.get()
    assert (event.verb, event.note, event.user, event.to_state) == (Verb.RESULT, "none > A1", staff, "attending")


def test_the_same_levels_are_no_news(learner, staff) -> None:
    enrolment = learner(entry_level="A1", exit_level="A2")
    record_levels(enrolment=enrolment, user=staff, entry="A1", exit="A2")
    assert not enrolment.events.exists()


@pytest.mark.parametrize("state", ["offered", "waiting"])
def test_who_was_not_in_the_group_has_none(learner, staff, state) -> None:
    with pytest.raises(Refused):
        record_levels(enrolment=learner(**{state: True}), user=staff, entry="A1", exit="")


def test_a_course_that_is_no_language_has_none(learner, staff, centre) -> None:
    run = RunFactory(past=True, centre=centre, course=CourseFactory(kind="orientation", level=""))
    with pytest.raises(Refused):
        record_levels(enrolment=learner(run=run), user=staff, entry="A1", exit="")


def test_what_is_no_level_is_refused(learner, staff) -> None:
    with pytest.raises(Refused):
        record_levels(enrolment=learner(), user=staff, entry="A9", exit="")


def test_a_result_that_is_refused_writes_no_levels(learner, staff) -> None:
    enrolment = learner(dropped=True)
    with pytest.raises(Refused):
        record_result(enrolment=enrolment, user=staff, outcome="completed", levels=("A1", "A2"))
    enrolment.refresh_from_db()
    assert (enrolment.entry_level, enrolment.state) == ("", State.DROPPED)
    assert not enrolment.events.exists()


def test_the_reason_stands_in_the_history(learner, staff) -> None:
    enrolment = learner(attending=True)
    record_result(enrolment=enrolment, user=staff, outcome="completed", levels=("A1", "A2"), note="Was ill, caught up")
    enrolment.refresh_from_db()
    assert enrolment.state == State.COMPLETED
    notes = list(enrolment.events.values_list("verb", "note"))
    assert notes == [("result", "A1 > A2"), ("complete", "Was ill, caught up")]
