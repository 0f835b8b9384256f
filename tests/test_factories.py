"""The factories themselves: a test that builds on a wrong row proves nothing."""

from __future__ import annotations

import pytest

from courses.enrolment.states import HOLDS_PLACE, State
from portal import clock
from tests.factories import CentreFactory, EnrolmentFactory, RunFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_trait_that_the_schema_accepts(state: State) -> None:
    traits = {} if state == State.SUBMITTED else {state.value: True}
    enrolment = EnrolmentFactory(**traits)
    enrolment.full_clean(exclude=["comment"])
    assert enrolment.state == state
    assert (enrolment.place is not None) == (state in HOLDS_PLACE)


def test_places_of_one_run_follow_each_other() -> None:
    run = RunFactory()
    assert [EnrolmentFactory(run=run, confirmed=True).place for _ in range(3)] == [1, 2, 3]


def test_a_run_is_open_today_unless_a_trait_says_otherwise() -> None:
    today = clock.today()
    assert RunFactory().is_open_for_enrolment(today)
    for trait in ("draft", "cancelled", "not_yet_open", "closed", "past"):
        assert not RunFactory(**{trait: True}).is_open_for_enrolment(today), trait


def test_related_rows() -> None:
    assert RunFactory(scheduled=True).sessions.count() == 2
    centre = CentreFactory(equipped=True)
    assert (centre.phones.count(), centre.hours.count()) == (1, 1)
    assert EnrolmentFactory(without_run=True).run is None
