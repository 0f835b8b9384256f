"""Making sessions, copying a run, saving one, publishing one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from courses.catalogue.models import Run, Session
from courses.catalogue.planning import PlannedSession
from courses.catalogue.services import copy_run, make_sessions, plan_sessions, publish_run, save_run
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from portal import clock
from portal.holidays import is_public_holiday
from portal.messages.models import Message
from tests.factories import EnrolmentFactory, RunFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return UserFactory()


def a_plan(run: Run, count: int = 6) -> list[PlannedSession]:
    days = [run.starts_on.weekday(), (run.starts_on.weekday() + 2) % 7]
    return plan_sessions(first_day=run.starts_on, weekdays=days, starts=dt.time(9), ends=dt.time(11), count=count)


def local_day(session: Session) -> dt.date:
    return timezone.localtime(session.starts_at).date()


def make(run: Run, user: User, **more: object) -> list[Session]:
    return make_sessions(
        **{"run": run, "sessions": a_plan(run), "room": "Sala 1", "trainer": None, "user": user, **more}  # type: ignore[arg-type]
    )


class TestMakingSessions:
    def test_a_plan_becomes_sessions_and_the_runs_dates(self, user: User) -> None:
        run = RunFactory(ends_on=clock.today() + dt.timedelta(days=300), draft=True)
        trainer = UserFactory()
        make(run, user, trainer=trainer, sets_dates=True)
        run.refresh_from_db()
        sessions = list(run.sessions.all())
        assert len(sessions) == 6
        assert {(session.room, session.trainer) for session in sessions} == {("Sala 1", trainer)}
        assert (run.starts_on, run.ends_on) == (local_day(sessions[0]), local_day(sessions[-1]))
        assert run.starts_on <= run.last_entry_on <= run.ends_on
        assert run.time_of_day == Run.TimeOfDay.MORNING

    def test_the_runs_dates_stay_unless_asked_for(self, user: User) -> None:
        run = RunFactory()
        make(run, user)
        dates = run.starts_on, run.ends_on, run.time_of_day
        run.refresh_from_db()
        assert (run.starts_on, run.ends_on, run.time_of_day) == dates

    def test_sessions_to_come_are_replaced_only_when_said_and_what_has_begun_never(self, user: User) -> None:
        run = RunFactory(past=True)
        over = SessionFactory(run=run)
        to_come = SessionFactory(run=run, meeting=30)
        plan = plan_sessions(
            first_day=clock.today() + dt.timedelta(days=1), weekdays=[0], starts=dt.time(9), ends=dt.time(11), count=2
        )
        with pytest.raises(Refused) as refused:
            make(run, user, sessions=plan)
        assert refused.value.code == "taken"
        make(run, user, sessions=plan, replace=True)
        kept = set(run.sessions.values_list("pk", flat=True))
        assert over.pk in kept
        assert to_come.pk not in kept
        assert len(kept) == 3

    def test_who_holds_a_place_is_told_once_and_nobody_when_nothing_changes(self, user: User) -> None:
        run = RunFactory()
        make(run, user)
        for state in ("offered", "confirmed", "waiting", "withdrawn"):
            EnrolmentFactory(run=run, person__with_email=True, **{state: True})
        rows = set(run.sessions.values_list("pk", flat=True))
        make(run, user, replace=True)
        assert set(run.sessions.values_list("pk", flat=True)) == rows
        assert not Message.objects.exists()
        make(run, user, replace=True, room="Sala 9")
        assert list(Message.objects.values_list("template", flat=True)) == ["run_moved"] * 2

    def test_a_cancelled_run_is_refused(self, user: User) -> None:
        run = RunFactory(cancelled=True)
        with pytest.raises(Refused):
            make(run, user)
        assert not run.sessions.exists()


class TestCopying:
    def test_a_copy_has_everything_but_people_and_its_pattern_begins_anew(self, user: User) -> None:
        trainer = UserFactory()
        run = RunFactory(
            past=True, capacity=12, audience="women", childcare=True, rule="offer", teaching_languages=["ar"]
        )
        make(run, user, trainer=trainer, sets_dates=True)
        SessionFactory(run=run, meeting=9, is_cancelled=True)
        EnrolmentFactory(run=run, confirmed=True)
        run.refresh_from_db()
        first_day = clock.today() + dt.timedelta(days=60)
        while first_day.weekday() != run.starts_on.weekday() or is_public_holiday(first_day):
            first_day += dt.timedelta(days=1)
        copy = copy_run(run=run, starts_on=first_day, code="copy", user=user)
        copy.refresh_from_db()
        assert (copy.state, copy.code, copy.starts_on) == (Run.State.DRAFT, "copy", first_day)
        same = ("capacity", "audience", "childcare", "rule", "teaching_languages", "course_id", "centre_id", "minimum")
        assert [getattr(copy, name) for name in same] == [getattr(run, name) for name in same]
        assert not copy.enrolments.exists()
        sessions = list(copy.sessions.all())
        assert len(sessions) == 6
        assert {timezone.localtime(session.starts_at).time() for session in sessions} == {dt.time(9)}
        assert {(session.room, session.trainer) for session in sessions} == {("Sala 1", trainer)}
        assert not any(is_public_holiday(local_day(session)) for session in sessions)
        assert copy.ends_on == local_day(sessions[-1])
        assert copy.opens_on >= clock.today()
        assert copy.last_entry_on - copy.starts_on == run.last_entry_on - run.starts_on
        assert copy.minimum_by - copy.starts_on == run.minimum_by - run.starts_on
        assert run.sessions.count() == 7

    def test_what_has_happened_to_a_run_is_not_copied(self, user: User) -> None:
        run = RunFactory(cancelled=True)
        Run.objects.update(minimum_checked_at=clock.now(), cancelled_at=clock.now(), interests_matched_at=clock.now())
        run.refresh_from_db()
        copy = copy_run(run=run, starts_on=clock.today() + dt.timedelta(days=30), code="copy", user=user)
        assert (copy.minimum_checked_at, copy.cancelled_at, copy.interests_matched_at) == (None, None, None)
        assert not copy.sessions.exists()
        assert copy.ends_on - copy.starts_on == run.ends_on - run.starts_on

    def test_a_trainer_who_has_left_does_not_go_with_a_copy(self, user: User) -> None:
        run = RunFactory()
        make(run, user, trainer=UserFactory(is_active=False))
        copy = copy_run(run=run, starts_on=run.starts_on, code="copy", user=user)
        assert set(copy.sessions.values_list("trainer", flat=True)) == {None}


class TestSaving:
    def test_more_places_go_to_the_waiting_list(self, user: User) -> None:
        run = RunFactory(capacity=1)
        EnrolmentFactory(run=run, confirmed=True)
        waiting = EnrolmentFactory(run=run, waiting=True, person__with_email=True)
        edited = Run.objects.get(pk=run.pk)
        edited.capacity = 2
        save_run(run=edited, changed=["capacity"], state=run.state, user=user)
        waiting.refresh_from_db()
        assert (waiting.state, Run.objects.get(pk=run.pk).capacity) == (State.OFFERED, 2)

    def test_fewer_places_than_people_change_nothing(self, user: User) -> None:
        run = RunFactory(capacity=2)
        EnrolmentFactory.create_batch(2, run=run, confirmed=True)
        edited = Run.objects.get(pk=run.pk)
        edited.capacity, edited.minimum = 1, 1
        with pytest.raises(Refused) as refused:
            save_run(run=edited, changed=["capacity", "minimum"], state=run.state, user=user)
        assert refused.value.code == "taken"
        run.refresh_from_db()
        assert (run.capacity, run.minimum) == (2, 10)
        assert Enrolment.objects.holding().count() == 2

    def test_who_saves_an_old_form_does_not_bring_a_cancelled_run_back(self, user: User) -> None:
        run = RunFactory(cancelled=True)
        edited = Run.objects.get(pk=run.pk)
        edited.state = Run.State.OPEN
        with pytest.raises(Refused):
            save_run(run=edited, changed=["state"], state=Run.State.OPEN, user=user)
        run.refresh_from_db()
        assert run.state == Run.State.CANCELLED

    def test_a_minimum_that_is_looked_at_later_is_looked_at_again(self, user: User) -> None:
        run = RunFactory(minimum_checked_at=clock.now())
        edited = Run.objects.get(pk=run.pk)
        edited.minimum_by = clock.today() + dt.timedelta(days=2)
        save_run(run=edited, changed=["minimum_by"], state=run.state, user=user)
        run.refresh_from_db()
        assert run.minimum_checked_at is None


def test_a_draft_is_published_and_a_cancelled_run_is_not(user: User) -> None:
    draft = RunFactory(draft=True)
    assert publish_run(run=draft, user=user).state == Run.State.OPEN
    assert publish_run(run=draft, user=user).state == Run.State.OPEN
    with pytest.raises(Refused):
        publish_run(run=RunFactory(cancelled=True), user=user)
