"""Two devices mark the same people at the same moment, on real PostgreSQL: every mark once, one history."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connections

from courses.attendance import services
from courses.attendance.models import Attendance, AttendanceChange
from courses.attendance.services import save_marks
from courses.catalogue.models import Run
from courses.enrolment import places
from courses.enrolment.records import Event
from courses.enrolment.states import Verb
from tests.courses.attendance.conftest import tap


def press_together(session, presses):
    """Let two threads save marks; both have looked before either writes, unless a lock keeps one outside."""
    both_have_looked = Barrier(2)
    look = services.learners_of

    def look_slowly(of):
        found = look(of)
        with contextlib.suppress(BrokenBarrierError):
            both_have_looked.wait(timeout=1)
        return found

    def press(mine):
        user, marks = mine
        try:
            return save_marks(session=session, user=user, marks=marks)
        finally:
            connections.close_all()

    patient = patch.object(places, "LOCK_TIMEOUT_MS", 30_000)  # a busy machine is no colleague's turn
    with patient, patch.object(services, "learners_of", look_slowly), ThreadPoolExecutor(2) as threads:
        return list(threads.map(press, presses))


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_leave_one_mark_each_and_tell_of_the_difference(session, learn, trainer, staff) -> None:
    people = [learn(f"A {number}-a") for number in range(6)]
    presses = [(trainer, [tap(each) for each in people]), (staff, [tap(each, "late") for each in reversed(people)])]
    saved = press_together(session, presses)
    assert sorted(each.changed for each in saved) == [0, 6]
    assert sorted(len(each.conflicts) for each in saved) == [0, 6]
    assert len(set(Attendance.objects.values_list("mark", flat=True))) == 1
    assert Attendance.objects.count() == AttendanceChange.objects.count() == 6
    assert Event.objects.filter(verb=Verb.ATTEND).count() == 6


@pytest.mark.django_db(transaction=True)
def test_the_same_taps_at_once_are_written_once(session, learn, trainer) -> None:
    taps = [tap(learn(f"A {number}-a")) for number in range(4)]
    saved = press_together(session, [(trainer, taps), (trainer, taps)])
    assert sorted(each.changed for each in saved) == [0, 4]
    assert AttendanceChange.objects.count() == Event.objects.filter(verb=Verb.ATTEND).count() == 4


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_race_is_real(session, learn, trainer, staff) -> None:
    learner = learn()
    unlocked = patch.object(services, "lock_run", lambda pk: Run.objects.get(pk=pk))
    with unlocked, pytest.raises(IntegrityError):
        press_together(session, [(trainer, [tap(learner)]), (staff, [tap(learner, "late")])])
