"""Runs with fewer learners than their minimum, on their day."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from courses.catalogue.models import Run
from courses.enrolment.minimum import check_minimums
from courses.enrolment.states import State
from portal import clock
from portal.messages.models import Message
from portal.worker import registered_jobs
from tests.factories import EnrolmentFactory, RunFactory

pytestmark = pytest.mark.django_db

RULE = Run.BelowMinimum


def due(**more: object) -> Run:
    """A run of four places whose minimum of two is looked at today, with one learner and one who waits."""
    run: Run = RunFactory(**{"capacity": 4, "minimum": 2, "minimum_by": clock.today(), **more})
    EnrolmentFactory(run=run, confirmed=True, person__with_email=True)
    EnrolmentFactory(run=run, waiting=True, person__with_email=True)
    return run


def state_of(run: Run) -> str:
    return str(Run.objects.get(pk=run.pk).state)


def test_below_its_minimum_a_run_is_cancelled_and_everybody_is_told_once() -> None:
    run = due(below_minimum=RULE.CANCEL)
    assert [check_minimums(), check_minimums()] == [1, 0]
    assert state_of(run) == Run.State.CANCELLED
    assert list(Message.objects.values_list("template", flat=True)) == ["run_cancelled"] * 2
    assert not run.enrolments.filter(state=State.CONFIRMED).exists()


@pytest.mark.parametrize("rule", [RULE.ASK, RULE.START])
def test_otherwise_it_stays_and_is_looked_at_once(rule: str) -> None:
    run = due(below_minimum=rule)
    assert check_minimums() == 0
    assert state_of(run) == Run.State.OPEN
    assert Run.objects.get(pk=run.pk).minimum_checked_at is not None
    assert not Message.objects.exists()


def test_an_offer_that_is_held_counts() -> None:
    run = due(below_minimum=RULE.CANCEL)
    EnrolmentFactory(run=run, offered=True)
    assert check_minimums() == 0
    assert state_of(run) == Run.State.OPEN


@pytest.mark.parametrize("trait", ["its_day_is_to_come", "it_has_begun", "it_begins_today", "it_is_a_draft"])
def test_before_its_day_and_after_its_start_nothing_happens(trait: str) -> None:
    more: dict[str, dict[str, object]] = {
        "its_day_is_to_come": {"minimum_by": clock.today() + dt.timedelta(days=1)},
        "it_has_begun": {"past": True},
        "it_begins_today": {"starts_on": clock.today()},
        "it_is_a_draft": {"draft": True},
    }
    run = due(below_minimum=RULE.CANCEL, **more[trait])
    before = run.state
    assert check_minimums() == 0
    assert state_of(run) == before
    assert not Message.objects.exists()


def test_nobody_is_woken() -> None:
    run = due(below_minimum=RULE.CANCEL)
    night = dt.datetime.combine(clock.today(), dt.time(3), tzinfo=clock.ZONE)
    with time_machine.travel(night):
        assert check_minimums() == 0
    assert Run.objects.get(pk=run.pk).minimum_checked_at is None


def test_staff_see_which_runs_to_decide_about() -> None:
    today = clock.today()
    asked = due()
    due(below_minimum=RULE.START)
    due(minimum=1)
    due(minimum_by=today + dt.timedelta(days=1))
    due(past=True)
    found = Run.objects.below_minimum(today)
    assert [run.pk for run in found] == [asked.pk]
    assert found[0].places_taken == 1


def test_the_worker_does_it() -> None:
    assert check_minimums in [job.function for job in registered_jobs()]
