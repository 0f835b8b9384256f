"""A session or a run that moves: what is stored, who is told, and who isn't."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.catalogue.models import Run, Session
from courses.enrolment.errors import Refused
from courses.enrolment.records import Task
from courses.enrolment.session_changes import (
    cancel_session,
    change_venue,
    describe,
    move_session,
    replace_session,
    set_substitute,
    shift_run,
)
from portal import clock
from portal.messages.models import Message
from tests.factories import EnrolmentFactory, RunFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def user() -> User:
    return UserFactory()


@pytest.fixture
def run() -> Run:
    """A run of five weekly sessions, with one person in every state that may be concerned."""
    run = RunFactory(ends_on=clock.today() + 42 * DAY, venue="Strada Veche 1")
    for week in range(5):
        SessionFactory(run=run, meeting=week, room="Sala 1")
    for state in ("offered", "confirmed", "attending", "completed", "waiting", "in_review", "withdrawn"):
        EnrolmentFactory(run=run, person__with_email=True, person__name=state, **{state: True})
    return run


def told(template: str) -> set[str]:
    """The people whom this message went to: their names are the states that they stood in."""
    recipients = Message.objects.filter(template=template).values_list("recipient", flat=True)
    assert len(recipients) == len(set(recipients))
    people = {row.person.email: row.person.name for row in EnrolmentFactory._meta.model.objects.all()}
    return {people[recipient] for recipient in recipients}


def days_of(run: Run) -> list[dt.date]:
    return [timezone.localtime(session.starts_at).date() for session in Session.objects.filter(run=run)]


def move(session: Session, user: User, by: dt.timedelta = DAY, **more: Any) -> Session:
    values: dict[str, Any] = {
        "starts_at": session.starts_at + by,
        "ends_at": session.ends_at + by,
        "room": session.room,
    }
    return move_session(session=session, user=user, **{**values, **more})


class TestMoving:
    def test_it_is_stored_and_who_holds_a_place_is_told_before_and_after(self, run: Run, user: User) -> None:
        session = run.sessions.all()[1]
        before = describe(session)("en")
        moved = move(session, user, room=" Sala 2 ")
        assert (moved.revision, moved.room) == (1, "Sala 2")
        session.refresh_from_db()
        assert (session.starts_at, session.revision) == (moved.starts_at, 1)
        assert told("session_moved") == {"offered", "confirmed", "attending"}
        body = Message.objects.filter(template="session_moved", language="en")[0].body
        assert before in body
        assert describe(session)("en") in body
        assert before.endswith("18:00-20:00, Sala 1")

    def test_each_is_told_in_their_language(self, run: Run, user: User) -> None:
        EnrolmentFactory(run=run, confirmed=True, person__with_email=True, person__language="ro")
        session = run.sessions.all()[1]
        move(session, user)
        session.refresh_from_db()
        assert describe(session)("ro") in Message.objects.get(language="ro").body

    def test_who_has_no_address_becomes_a_task(self, run: Run, user: User) -> None:
        EnrolmentFactory(run=run, confirmed=True)
        move(run.sessions.all()[1], user)
        assert Task.objects.get().template == "session_moved"

    def test_saving_without_a_change_tells_nobody(self, run: Run, user: User) -> None:
        assert move(run.sessions.all()[1], user, by=0 * DAY).revision == 0
        assert not Message.objects.exists()

    def test_what_is_over_is_corrected_silently(self, user: User) -> None:
        run = RunFactory(past=True)
        EnrolmentFactory(run=run, attending=True, person__with_email=True)
        assert move(SessionFactory(run=run), user).revision == 1
        assert not Message.objects.exists()

    def test_a_session_to_come_does_not_move_into_the_past(self, run: Run, user: User) -> None:
        with pytest.raises(Refused):
            move(run.sessions.all()[1], user, by=-60 * DAY)
        assert not Message.objects.exists()

    def test_a_session_ends_after_it_starts(self, run: Run, user: User) -> None:
        session = run.sessions.all()[1]
        with pytest.raises(Refused):
            move(session, user, ends_at=session.starts_at)

    def test_the_runs_start_and_end_follow_its_first_and_last_session(self, run: Run, user: User) -> None:
        sessions = list(run.sessions.all())
        Run.objects.filter(pk=run.pk).update(ends_on=days_of(run)[-1])
        move(sessions[0], user, by=2 * DAY)
        move(sessions[-1], user, by=30 * DAY)
        run.refresh_from_db()
        assert (run.starts_on, run.ends_on) == (days_of(run)[0], days_of(run)[-1])

    def test_a_session_in_the_middle_moves_neither(self, run: Run, user: User) -> None:
        before = run.starts_on, run.ends_on
        move(run.sessions.all()[2], user)
        run.refresh_from_db()
        assert (run.starts_on, run.ends_on) == before

    def test_thirty_people_take_no_more_queries_than_three(self, run: Run, user: User) -> None:
        def queries_to_move(session: Session) -> int:
            with CaptureQueriesContext(connection) as queries:
                move(session, user)
            return len(queries)

        few = queries_to_move(run.sessions.all()[1])
        Run.objects.filter(pk=run.pk).update(capacity=60)
        EnrolmentFactory.create_batch(30, run=run, confirmed=True, person__with_email=True)
        assert queries_to_move(run.sessions.all()[2]) <= few


class TestCancelling:
    def test_who_holds_a_place_is_told_once(self, run: Run, user: User) -> None:
        session = run.sessions.all()[1]
        for _again in range(2):
            assert cancel_session(session=session, user=user).revision == 1
        assert told("session_cancelled") == {"offered", "confirmed", "attending"}
        assert describe(session)("en") in Message.objects.filter(language="en")[0].body

    def test_what_has_begun_is_cancelled_silently(self, user: User) -> None:
        run = RunFactory(past=True)
        EnrolmentFactory(run=run, attending=True, person__with_email=True)
        assert cancel_session(session=SessionFactory(run=run), user=user).is_cancelled
        assert not Message.objects.exists()

    def test_a_cancelled_session_neither_moves_nor_has_a_substitute(self, run: Run, user: User) -> None:
        session = cancel_session(session=run.sessions.all()[1], user=user)
        with pytest.raises(Refused):
            move(session, user)
        with pytest.raises(Refused):
            set_substitute(session=session, substitute=user, user=user)

    def test_the_runs_start_follows_when_the_first_is_cancelled(self, run: Run, user: User) -> None:
        days = days_of(run)
        cancel_session(session=run.sessions.all()[0], user=user)
        run.refresh_from_db()
        assert run.starts_on == days[1]


class TestReplacing:
    def expected(self, run: Run) -> dt.datetime:
        last = timezone.localtime(run.sessions.all().last().starts_at)
        return dt.datetime.combine(last.date() + 7 * DAY, last.time(), tzinfo=clock.ZONE)

    def test_one_is_added_at_the_end_and_one_message_says_both(self, run: Run, user: User) -> None:
        session, expected = run.sessions.all()[1], self.expected(run)
        new = replace_session(session=session, starts_at=expected, user=user)
        session.refresh_from_db()
        assert session.is_cancelled
        assert (new.starts_at, new.room) == (expected, "Sala 1")
        assert told("session_moved") == {"offered", "confirmed", "attending"}
        assert Message.objects.count() == 3

    def test_a_doubled_click_adds_one(self, run: Run, user: User) -> None:
        session, expected = run.sessions.all()[1], self.expected(run)
        replace_session(session=session, starts_at=expected, user=user)
        with pytest.raises(Refused):
            replace_session(session=session, starts_at=expected, user=user)
        assert run.sessions.count() == 6

    def test_the_runs_end_grows(self, run: Run, user: User) -> None:
        Run.objects.filter(pk=run.pk).update(ends_on=days_of(run)[-1])
        replace_session(session=run.sessions.all()[1], starts_at=self.expected(run), user=user)
        run.refresh_from_db()
        assert run.ends_on == days_of(run)[-1]


def test_a_substitute_is_stored_and_nobody_is_told(run: Run, user: User) -> None:
    session = run.sessions.all()[1]
    for _again in range(2):
        assert set_substitute(session=session, substitute=user, user=user).revision == 1
    assert set_substitute(session=session, substitute=None, user=user).substitute is None
    assert not Message.objects.exists()


class TestMovingARun:
    def test_everything_moves_by_the_days_at_the_same_hours_and_everybody_is_told(self, run: Run, user: User) -> None:
        names = ("starts_on", "ends_on", "last_entry_on", "minimum_by")
        before, days = [getattr(run, name) for name in names], days_of(run)
        shift_run(run=run, days=120, user=user)
        run.refresh_from_db()
        assert [getattr(run, name) for name in names] == [day + 120 * DAY for day in before]
        assert days_of(run) == [day + 120 * DAY for day in days]
        starts = [timezone.localtime(session.starts_at) for session in run.sessions.all()]
        assert {start.time() for start in starts} == {dt.time(18)}
        assert {start.utcoffset() for start in starts} == {dt.timedelta(hours=3)}  # the clocks change in between
        assert {session.revision for session in run.sessions.all()} == {1}
        assert told("run_moved") == {"offered", "confirmed", "attending", "waiting", "in_review"}

    def test_a_minimum_that_was_looked_at_is_looked_at_again(self, run: Run, user: User) -> None:
        Run.objects.update(minimum_checked_at=clock.now())
        assert shift_run(run=run, days=7, user=user).minimum_checked_at is None

    def test_no_days_tell_nobody(self, run: Run, user: User) -> None:
        shift_run(run=run, days=0, user=user)
        assert not Message.objects.exists()

    def test_it_does_not_begin_in_the_past(self, run: Run, user: User) -> None:
        with pytest.raises(Refused):
            shift_run(run=run, days=-14, user=user)
        assert run.starts_on == shift_run(run=run, days=-13, user=user).starts_on + 13 * DAY

    def test_what_has_begun_is_not_moved(self, user: User) -> None:
        with pytest.raises(Refused):
            shift_run(run=RunFactory(past=True), days=7, user=user)

    def test_another_venue_is_told_once(self, run: Run, user: User) -> None:
        for _again in range(2):
            change_venue(run=run, venue="Biblioteca Județeană", user=user)
        assert told("run_moved") == {"offered", "confirmed", "attending", "waiting", "in_review"}
        assert "Biblioteca Județeană" in Message.objects.filter(language="en")[0].body
        assert {session.revision for session in run.sessions.all()} == {1}

    def test_a_run_that_is_over_moves_silently(self, user: User) -> None:
        run = RunFactory(past=True)
        EnrolmentFactory(run=run, attending=True, person__with_email=True)
        change_venue(run=run, venue="Altundeva", user=user)
        assert not Message.objects.exists()

    def test_a_cancelled_run_stays(self, user: User) -> None:
        run = RunFactory(cancelled=True)
        with pytest.raises(Refused):
            shift_run(run=run, days=7, user=user)
        with pytest.raises(Refused):
            change_venue(run=run, venue="Altundeva", user=user)
