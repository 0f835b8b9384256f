"""Rooms and trainers that are taken twice."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from courses.catalogue.conflicts import Kind, as_planned, conflicts_of_run, find_conflicts, fold_room
from courses.catalogue.models import Run, Session
from portal import clock
from tests.factories import CentreFactory, RunFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def kinds(session: Session) -> list[tuple[Kind, Session]]:
    found = find_conflicts(run=session.run, sessions=[as_planned(session)], without=[session.pk])
    return [(conflict.kind, conflict.other) for conflict in found[0]]


@pytest.mark.parametrize("name", ["Sala 2", "sala  2", "SALA-2", " Sălă 2"])
def test_a_room_is_one_however_it_is_written(name: str) -> None:
    assert fold_room(name) == "sala2"


def test_the_same_room_of_a_centre_at_the_same_time() -> None:
    mine = SessionFactory(room="Sala 2")
    other = SessionFactory(run__centre=mine.run.centre, room="sala 2", starts_at=mine.starts_at + HOUR)
    SessionFactory(run__centre=mine.run.centre, room="Sala 3")
    SessionFactory(run__centre=mine.run.centre, room="")
    SessionFactory(run__centre=CentreFactory(), room="Sala 2")
    SessionFactory(run__centre=mine.run.centre, run__venue="Biblioteca", room="Sala 2")
    assert kinds(mine) == [(Kind.ROOM, other)]


def test_one_after_the_other_is_no_conflict() -> None:
    mine = SessionFactory(room="Sala 2")
    SessionFactory(run__centre=mine.run.centre, room="Sala 2", starts_at=mine.ends_at)
    SessionFactory(run__centre=mine.run.centre, room="Sala 2", starts_at=mine.starts_at - 2 * HOUR)
    assert kinds(mine) == []


def test_what_is_cancelled_takes_nothing_and_a_draft_does() -> None:
    mine = SessionFactory(room="Sala 2")
    SessionFactory(run__centre=mine.run.centre, room="Sala 2", is_cancelled=True)
    SessionFactory(run__centre=mine.run.centre, run__cancelled=True, room="Sala 2")
    draft = SessionFactory(run__centre=mine.run.centre, run__draft=True, room="Sala 2")
    assert kinds(mine) == [(Kind.ROOM, draft)]


def test_a_trainer_is_in_one_place_and_a_substitute_stands_for_them() -> None:
    trainer, substitute = UserFactory(), UserFactory()
    mine = SessionFactory(trainer=trainer)
    taken = SessionFactory(trainer=trainer)
    SessionFactory(trainer=trainer, substitute=substitute)  # somebody else gives it
    assert kinds(mine) == [(Kind.TRAINER, taken)]
    stands_in = SessionFactory(trainer=substitute, substitute=trainer)
    assert kinds(mine) == [(Kind.TRAINER, taken), (Kind.TRAINER, stands_in)]
    mine.substitute = substitute
    assert [kind for kind, _other in kinds(mine)] == [Kind.TRAINER]


def test_of_many_meetings_each_has_the_conflicts_of_its_own_time() -> None:
    run = RunFactory()
    sessions = [SessionFactory(run=run, meeting=week, room="Sala 2") for week in range(3)]
    other = SessionFactory(run=RunFactory(centre=run.centre), meeting=1, room="Sala 2")
    own = [session.pk for session in sessions]
    found = find_conflicts(run=run, sessions=[as_planned(session) for session in sessions], without=own)
    assert [[conflict.other for conflict in conflicts] for conflicts in found] == [[], [other], []]


def test_any_number_of_sessions_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    run = RunFactory()
    for week in range(12):
        SessionFactory(run=run, meeting=week, room="Sala 2")
        SessionFactory(run=RunFactory(centre=run.centre), meeting=week, room="Sala 2")
    sessions = [as_planned(session) for session in run.sessions.all()]
    with django_assert_num_queries(1):
        found = find_conflicts(run=run, sessions=sessions)
        assert [conflict.other.run.code for conflict in found[-1]]
    with django_assert_num_queries(0):
        assert find_conflicts(run=run, sessions=[]) == []


def test_a_run_sees_its_own_sessions_at_the_same_time_and_not_what_is_over() -> None:
    run = RunFactory(past=True)
    over = SessionFactory(run=run, room="Sala 2")
    SessionFactory(run=run, room="Sala 2")
    first = SessionFactory(run=run, meeting=40, room="Sala 2")
    second = SessionFactory(run=run, meeting=40, room="Sala 2")
    found = conflicts_of_run(run, list(run.sessions.all()), clock.now())
    assert [conflict.other for conflict in found[first.pk]] == [second]
    assert over.pk not in found
    run.state = Run.State.CANCELLED
    assert conflicts_of_run(run, list(run.sessions.all()), clock.now()) == {}
