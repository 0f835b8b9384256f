"""The table of states says what the design says."""

from __future__ import annotations

import pytest

from courses.enrolment.states import ACTIVE, HOLDS_PLACE, TRANSITIONS, Actor, State, Verb, possible_verbs


def test_every_state_but_the_first_can_be_reached_or_is_for_later() -> None:
    reachable = {row.target for row in TRANSITIONS} | {State.SUBMITTED}
    for_later = {
        State.NEEDS_INFORMATION,
        State.ATTENDING,
        State.COMPLETED,
        State.DROPPED,
        State.MERGED,
        State.SPAM,
    }
    assert reachable | for_later == set(State)
    assert not reachable & for_later


@pytest.mark.parametrize("state", sorted(ACTIVE))
def test_one_can_always_leave_an_active_enrolment(state: State) -> None:
    assert Verb.WITHDRAW in possible_verbs(state, Actor.PERSON)
    assert {Verb.WITHDRAW, Verb.REJECT} <= set(possible_verbs(state, Actor.STAFF))


@pytest.mark.parametrize("state", sorted(set(State) - ACTIVE))
def test_a_person_can_do_nothing_with_an_ended_enrolment(state: State) -> None:
    assert possible_verbs(state, Actor.PERSON) == []


def test_only_the_clock_takes_an_offer_back() -> None:
    assert Verb.EXPIRE not in possible_verbs(State.OFFERED, Actor.STAFF)
    assert Verb.EXPIRE in possible_verbs(State.OFFERED, Actor.SYSTEM)


def test_only_an_offer_can_be_confirmed() -> None:
    assert [state for state in State if Verb.CONFIRM in possible_verbs(state, Actor.PERSON)] == [State.OFFERED]


def test_places_are_held_by_the_four_states_of_the_design() -> None:
    assert {State.OFFERED, State.CONFIRMED, State.ATTENDING, State.COMPLETED} == HOLDS_PLACE


def test_who_is_rejected_is_told_a_reason() -> None:
    assert [row.verb for row in TRANSITIONS if row.needs_reason] == [Verb.REJECT]
