"""The clock takes back offers, and only those that are over."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from courses.enrolment.clocks import expire_offers
from courses.enrolment.states import State
from portal import clock
from tests.factories import EnrolmentFactory, RunFactory

pytestmark = pytest.mark.django_db


def test_offers_that_are_over_free_their_places() -> None:
    run = RunFactory(capacity=3)
    over = EnrolmentFactory(run=run, offered=True)
    holds = EnrolmentFactory(run=run, offered=True, offer_expires_at=clock.now() + dt.timedelta(days=20))
    with time_machine.travel(over.offer_expires_at + dt.timedelta(minutes=1)):
        assert expire_offers() == 1
        assert expire_offers() == 0
    over.refresh_from_db()
    holds.refresh_from_db()
    assert (over.state, over.place) == (State.EXPIRED, None)
    assert holds.state == State.OFFERED
