"""Reminders: when they go out, to whom, and that none goes out twice."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.enrolment.models import Enrolment
from courses.enrolment.records import Reminder
from courses.enrolment.reminders import send_reminders
from portal import clock
from portal.messages.models import Message
from tests.factories import EnrolmentFactory, PersonFactory, RunFactory, SessionFactory

pytestmark = pytest.mark.django_db

ROMANIA = ZoneInfo("Europe/Bucharest")


def with_email(**changes: object) -> Enrolment:
    return EnrolmentFactory(person=PersonFactory(with_email=True, language="en"), **changes)


def sent() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("template", flat=True))


class TestOffers:
    @pytest.mark.parametrize(("hours_left", "reminded"), [(25, 0), (23, 1), (1, 1)])
    def test_a_day_before_an_offer_ends(self, hours_left: int, reminded: int) -> None:
        now = clock.now()
        with_email(
            offered=True,
            offer_expires_at=now + dt.timedelta(hours=hours_left),
            state_since=now - dt.timedelta(hours=60),
        )
        assert send_reminders() == reminded
        assert sent() == ["reminder_offer"] * reminded

    def test_a_short_offer_is_reminded_of_late(self) -> None:
        now = clock.now()
        one = with_email(offered=True, offer_expires_at=now + dt.timedelta(hours=10), state_since=now)
        assert send_reminders() == 0
        Enrolment.objects.filter(pk=one.pk).update(offer_expires_at=now + dt.timedelta(hours=3))
        Enrolment.objects.filter(pk=one.pk).update(state_since=now - dt.timedelta(hours=7))
        assert send_reminders() == 1

    def test_once_for_each_offer(self) -> None:
        one = with_email(offered=True, offer_expires_at=clock.now() + dt.timedelta(hours=5))
        Enrolment.objects.update(state_since=clock.now() - dt.timedelta(hours=67))
        assert [send_reminders(), send_reminders()] == [1, 0]
        Enrolment.objects.filter(pk=one.pk).update(offer_expires_at=clock.now() + dt.timedelta(hours=6))
        assert send_reminders() == 1, "another offer, another reminder"

    def test_nobody_is_woken(self) -> None:
        night = dt.datetime.combine(clock.today(), dt.time(3), tzinfo=ROMANIA)
        with_email(offered=True, offer_expires_at=night + dt.timedelta(hours=12))
        Enrolment.objects.update(state_since=night - dt.timedelta(hours=60))
        with time_machine.travel(night):
            assert send_reminders() == 0
        with time_machine.travel(night.replace(hour=8)):
            assert send_reminders() == 1

    def test_who_has_no_address_is_called(self) -> None:
        one = EnrolmentFactory(offered=True, offer_expires_at=clock.now() + dt.timedelta(hours=5))
        Enrolment.objects.update(state_since=clock.now() - dt.timedelta(hours=67))
        send_reminders()
        assert one.tasks.get().template == "reminder_offer"


class TestStarts:
    @pytest.mark.parametrize(("days", "reminded"), [(3, 0), (2, 1), (1, 1), (0, 0)])
    def test_two_days_before_the_start(self, days: int, reminded: int) -> None:
        run = RunFactory(starts_on=clock.today() + dt.timedelta(days=days))
        with_email(run=run, confirmed=True)
        with_email(run=run, waiting=True)
        assert send_reminders() == reminded
        assert sent() == ["reminder_start"] * reminded

    def test_a_group_that_does_not_take_place_starts_never(self) -> None:
        with_email(run=RunFactory(cancelled=True, starts_on=clock.today() + dt.timedelta(days=2)), confirmed=True)
        assert send_reminders() == 0


class TestSessions:
    @pytest.mark.parametrize(
        ("wants", "days", "is_cancelled", "reminded"),
        [(True, 1, False, 1), (True, 2, False, 0), (True, 0, False, 0), (False, 1, False, 0), (True, 1, True, 0)],
    )
    def test_the_day_before_if_the_run_wants_it(
        self, wants: bool, days: int, is_cancelled: bool, reminded: int
    ) -> None:
        run = RunFactory(starts_on=clock.today() - dt.timedelta(days=7), reminds_before_sessions=wants)
        start = dt.datetime.combine(clock.today() + dt.timedelta(days=days), dt.time(18), tzinfo=ROMANIA)
        SessionFactory(run=run, starts_at=start, ends_at=start + dt.timedelta(hours=2), is_cancelled=is_cancelled)
        with_email(run=run, attending=True)
        assert send_reminders() == reminded
        if reminded:
            assert "18:00" in Message.objects.get().body

    def test_a_session_that_was_moved_is_reminded_of_again(self) -> None:
        run = RunFactory(starts_on=clock.today() - dt.timedelta(days=7), reminds_before_sessions=True)
        start = dt.datetime.combine(clock.today() + dt.timedelta(days=1), dt.time(18), tzinfo=ROMANIA)
        session = SessionFactory(run=run, starts_at=start, ends_at=start + dt.timedelta(hours=2))
        with_email(run=run, attending=True)
        assert send_reminders() == 1
        session.starts_at = start + dt.timedelta(hours=1)
        session.save()
        assert send_reminders() == 1


def test_the_number_of_queries_does_not_grow_with_the_learners() -> None:
    counts = []
    for people in (1, 30):
        run = RunFactory(starts_on=clock.today() + dt.timedelta(days=2), capacity=50)
        for _number in range(people):
            with_email(run=run, confirmed=True)
        with CaptureQueriesContext(connection) as queries:
            assert send_reminders() == people
        counts.append(len(queries))
        run.enrolments.update(state="withdrawn", place=None)
        Reminder.objects.all().delete()
        run.starts_on -= dt.timedelta(days=90)
        run.save()
    assert counts[0] == counts[1]
