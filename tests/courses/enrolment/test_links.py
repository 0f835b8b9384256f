"""Signed links: one purpose each, an end, and an answer only in the state that they were made in."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from courses.enrolment.links import (
    CALENDAR,
    RECEIVED,
    STATUS,
    LinkInvalid,
    calendar_url,
    is_current,
    make_token,
    read_token,
    status_url,
)
from courses.enrolment.models import Enrolment
from courses.enrolment.services import claim_enrolment
from courses.enrolment.states import State
from portal import clock
from tests.factories import EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db

PURPOSES = [STATUS, RECEIVED, CALENDAR]


@pytest.fixture
def enrolment() -> Enrolment:
    return EnrolmentFactory()


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_token_of_one_purpose_opens_no_other(enrolment: Enrolment, purpose: str) -> None:
    token = make_token(enrolment, purpose)
    assert read_token(token, purpose) == enrolment.reference
    for other in PURPOSES:
        if other != purpose:
            with pytest.raises(LinkInvalid):
                read_token(token, other)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_token_cannot_be_made_up(enrolment: Enrolment, purpose: str) -> None:
    token = make_token(enrolment, purpose)
    other = EnrolmentFactory().reference
    for forged in (token.replace(enrolment.reference, other), token[:-1], f"{token}x", "", "."):
        with pytest.raises(LinkInvalid):
            read_token(forged, purpose)


@pytest.mark.parametrize(("purpose", "days"), [(STATUS, 180), (RECEIVED, 2)])
def test_links_end(enrolment: Enrolment, purpose: str, days: int) -> None:
    token = make_token(enrolment, purpose)
    with time_machine.travel(clock.now() + dt.timedelta(days=days, minutes=-1)):
        assert read_token(token, purpose)
    with time_machine.travel(clock.now() + dt.timedelta(days=days, minutes=1)), pytest.raises(LinkInvalid):
        read_token(token, purpose)


def test_a_step_makes_a_link_one_of_before(enrolment: Enrolment) -> None:
    token = make_token(enrolment, STATUS)
    assert is_current(token, Enrolment.objects.get(pk=enrolment.pk))
    claimed = claim_enrolment(enrolment=enrolment, user=UserFactory())
    assert not is_current(token, claimed)
    assert is_current(make_token(claimed, STATUS), Enrolment.objects.get(pk=enrolment.pk))
    assert read_token(token, STATUS) == enrolment.reference


def test_the_same_state_at_another_time_is_another_one(enrolment: Enrolment) -> None:
    token = make_token(enrolment, STATUS)
    enrolment.state_since += dt.timedelta(microseconds=1)
    assert not is_current(token, enrolment)


def test_a_changed_contact_makes_a_link_one_of_before(enrolment: Enrolment) -> None:
    token = make_token(enrolment, STATUS)
    enrolment.person.phone = "+40700000123"
    assert not is_current(token, enrolment)


def test_a_link_of_somebody_else_is_never_current(enrolment: Enrolment) -> None:
    other = EnrolmentFactory(state_since=enrolment.state_since, person=enrolment.person)
    assert not is_current(make_token(other, STATUS), enrolment)
    assert not is_current("nonsense", enrolment)


def test_links_ask_the_database_nothing(enrolment: Enrolment, django_assert_num_queries) -> None:
    loaded = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    with django_assert_num_queries(0):
        token = make_token(loaded, STATUS)
        assert is_current(token, loaded)
        assert "/ar/status/" in status_url(loaded, "ar")
        assert "/uk/calendar/" in calendar_url(loaded, "uk")


def test_a_calendars_address_stays_the_same(enrolment: Enrolment) -> None:
    before = calendar_url(enrolment, "en")
    enrolment.state = State.CONFIRMED
    with time_machine.travel(clock.now() + dt.timedelta(days=300)):
        assert calendar_url(enrolment, "en") == before
        assert read_token(before.split("/")[-1].removesuffix(".ics"), CALENDAR) == enrolment.reference
