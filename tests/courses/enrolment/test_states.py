"""The table of states says what the design says."""

from __future__ import annotations

import pytest

from courses.enrolment.states import ACTIVE, HOLDS_PLACE, TRANSITIONS, Actor, State, Verb, may, possible_verbs
from portal.messages.templates import TEMPLATES

SAYS_NOTHING = {
    Verb.CLAIM: "nothing has changed for the person",
    Verb.ANSWER: "the person has just answered",
    Verb.TRANSFER: "the next step says where to",
    Verb.ATTEND: "the person is in the room",
    Verb.SETTLE: "the person has just taken a place elsewhere",
    Verb.MARK_SPAM: "nobody may be there",
}
"""The steps without a message, and why."""


def test_every_state_but_the_first_can_be_reached() -> None:
    assert {row.target for row in TRANSITIONS} - {None} | {State.SUBMITTED} == set(State)


def test_every_step_tells_the_person_unless_there_is_a_reason_not_to() -> None:
    assert {row.verb for row in TRANSITIONS if not row.message} == set(SAYS_NOTHING)
    assert {row.message for row in TRANSITIONS if row.message} <= set(TEMPLATES)


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


@pytest.mark.parametrize("actor", [Actor.PERSON, Actor.STAFF])
def test_people_and_staff_confirm_an_offer_and_nothing_else(actor: Actor) -> None:
    assert [state for state in State if Verb.CONFIRM in possible_verbs(state, actor)] == [State.OFFERED]


def test_only_a_runs_own_rule_confirms_without_an_offer() -> None:
    assert [state for state in State if may(Verb.CONFIRM, state, Actor.SYSTEM)] == [State.SUBMITTED]


def test_places_are_held_by_the_four_states_of_the_design() -> None:
    assert {State.OFFERED, State.CONFIRMED, State.ATTENDING, State.COMPLETED} == HOLDS_PLACE


def test_whatever_leads_to_a_place_needs_a_run() -> None:
    assert all(row.needs_run for row in TRANSITIONS if row.target in HOLDS_PLACE)


def test_who_is_rejected_is_told_a_reason() -> None:
    assert [row.verb for row in TRANSITIONS if row.needs_reason] == [Verb.REJECT]


@pytest.mark.parametrize("state", [State.MERGED, State.SPAM, State.REJECTED])
def test_what_staff_ended_by_mistake_can_be_undone_by_staff(state: State) -> None:
    assert Verb.RESTORE in possible_verbs(state, Actor.STAFF)
    assert Verb.RESTORE not in possible_verbs(state, Actor.SYSTEM)
