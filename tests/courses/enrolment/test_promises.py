"""Until when the next step of an enrolment is promised."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from courses.enrolment.services import (
    answer_question,
    ask_person,
    claim_enrolment,
    confirm_place,
    decline_offer,
    offer_place,
    put_on_waiting_list,
    reopen_enrolment,
    submit_enrolment,
)
from courses.enrolment.states import Actor
from courses.enrolment.submissions import Submission
from portal import clock
from portal.working_days import add_working_days
from tests.factories import CentreFactory, EnrolmentFactory, RunFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_new_enrolment_is_answered_within_the_centres_working_days() -> None:
    run = RunFactory(centre=CentreFactory(answer_days=2))
    enrolment = submit_enrolment(run=run, submission=Submission("Amina Exemplu", "ar", "+40700000901"))
    assert enrolment.due_at == add_working_days(enrolment.submitted_at, 2)


def test_taking_it_into_review_prolongs_nothing() -> None:
    enrolment = EnrolmentFactory()
    with time_machine.travel(clock.now() + dt.timedelta(hours=20)):
        assert claim_enrolment(enrolment=enrolment, user=UserFactory()).due_at == enrolment.due_at


def test_a_question_is_theirs_for_three_working_days_and_the_answer_ours_for_one() -> None:
    user, enrolment = UserFactory(), EnrolmentFactory(in_review=True)
    ask_person(enrolment=enrolment, user=user, topic="times")
    enrolment.refresh_from_db()
    assert enrolment.due_at == add_working_days(enrolment.state_since, 3)
    with time_machine.travel(clock.now() + dt.timedelta(days=9)):
        answered = answer_question(enrolment=enrolment, actor=Actor.PERSON, text="Evenings")
        assert answered.due_at == add_working_days(answered.state_since, 1)


def test_an_offer_is_due_when_it_ends_and_what_has_a_place_or_waits_never() -> None:
    user, enrolment = UserFactory(), EnrolmentFactory(in_review=True)
    offered = offer_place(enrolment=enrolment, user=user)
    assert offered.due_at == offered.offer_expires_at is not None
    assert confirm_place(enrolment=enrolment, actor=Actor.PERSON).due_at is None
    assert put_on_waiting_list(enrolment=EnrolmentFactory(in_review=True), user=user).due_at is None


def test_a_second_chance_begins_anew() -> None:
    user, enrolment = UserFactory(), EnrolmentFactory(offered=True)
    assert decline_offer(enrolment=enrolment, actor=Actor.PERSON).due_at is None
    with time_machine.travel(clock.now() + dt.timedelta(days=30)):
        reopened = reopen_enrolment(enrolment=enrolment, user=user)
        assert reopened.due_at == add_working_days(reopened.state_since, 1)
