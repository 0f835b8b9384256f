"""Marks are written once, corrections stay in the history, and nobody overwrites what they haven't seen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from courses.attendance.models import Attendance, AttendanceChange
from courses.attendance.services import save_marks
from courses.enrolment.errors import Refused
from courses.enrolment.states import State, Verb
from portal import clock
from portal.messages.models import Message
from tests.courses.attendance.conftest import member, tap
from tests.factories import EnrolmentFactory, TaskFactory, UserFactory

pytestmark = pytest.mark.django_db


def marks_of(session) -> dict[int, str]:
    return dict(Attendance.objects.filter(session=session).values_list("enrolment", "mark"))


def history() -> list[tuple[str, str]]:
    return list(AttendanceChange.objects.values_list("from_mark", "to_mark"))


def test_a_mark_is_set_and_leaves_an_entry(save, session, learner, trainer) -> None:
    saved = save(tap(learner, "late"))
    assert (saved.marks, saved.changed, saved.conflicts, saved.refused) == ({learner.pk: "late"}, 1, [], {})
    change = AttendanceChange.objects.get()
    assert (change.from_mark, change.to_mark, change.user, change.is_late) == ("", "late", trainer, False)
    assert change.attendance.enrolment == learner


def test_the_same_key_twice_is_one_mark(save, session, learner) -> None:
    first, second = tap(learner, "present", key="k" * 32), tap(learner, "absent", based_on="present")
    save(first)
    save(second)
    saved = save(first)  # the answer was lost, and the device sends again
    assert (saved.marks, saved.changed, saved.conflicts) == ({learner.pk: "absent"}, 0, [])
    assert history() == [("", "present"), ("present", "absent")]


def test_the_same_mark_again_writes_nothing(save, learner) -> None:
    save(tap(learner, "present"))
    assert save(tap(learner, "present", based_on="present")).changed == 0
    assert history() == [("", "present")]


def test_several_taps_for_one_person_are_taken_in_order(save, session, learner) -> None:
    save(tap(learner, "present"), tap(learner, "late", based_on="present"))
    assert marks_of(session) == {learner.pk: "late"}
    assert history() == [("", "present"), ("present", "late")]


def test_a_colleagues_mark_is_not_overwritten_unseen(save, session, learner, staff, trainer) -> None:
    save(tap(learner, "excused"), user=staff)
    saved = save(tap(learner, "absent", based_on=""))
    assert [(each.enrolment, each.mark, each.by) for each in saved.conflicts] == [(learner.pk, "excused", staff)]
    assert marks_of(session) == {learner.pk: "excused"}
    saved = save(tap(learner, "absent", based_on="excused"))  # both were shown, and the trainer chose
    assert (saved.conflicts, marks_of(session)) == ([], {learner.pk: "absent"})
    assert history() == [("", "excused"), ("excused", "absent")]


def test_the_same_mark_by_a_colleague_is_no_conflict(save, learner, staff) -> None:
    save(tap(learner, "absent"), user=staff)
    assert save(tap(learner, "absent")).conflicts == []


def test_ones_own_mark_whose_answer_was_lost_is_corrected_without_asking(save, session, learner) -> None:
    save(tap(learner, "present"))
    assert save(tap(learner, "absent", based_on="")).conflicts == []
    assert marks_of(session) == {learner.pk: "absent"}


def test_an_older_tap_of_ones_other_device_doesnt_win_unseen(save, session, learner) -> None:
    save(tap(learner, "late"))
    saved = save(tap(learner, "absent", at=clock.now() - dt.timedelta(minutes=20)))
    assert len(saved.conflicts) == 1
    assert marks_of(session) == {learner.pk: "late"}


@pytest.mark.parametrize("mark", ["present", "late"])
def test_who_came_for_the_first_time_takes_part(save, learner, trainer, mark) -> None:
    TaskFactory(enrolment=learner)
    save(tap(learner, mark))
    learner.refresh_from_db()
    assert learner.state == State.ATTENDING
    event = learner.events.latest("pk")
    assert (event.verb, event.from_state, event.to_state, event.user) == (
        Verb.ATTEND,
        State.CONFIRMED,
        State.ATTENDING,
        trainer,
    )
    assert not learner.tasks.filter(done_at=None).exists()
    assert not Message.objects.exists()
    save(tap(learner, "absent", based_on=mark))
    learner.refresh_from_db()
    assert learner.state == State.ATTENDING
    assert learner.events.filter(verb=Verb.ATTEND).count() == 1


@pytest.mark.parametrize("mark", ["excused", "absent"])
def test_who_didnt_come_stays_confirmed(save, learner, mark) -> None:
    save(tap(learner, mark))
    learner.refresh_from_db()
    assert learner.state == State.CONFIRMED


def test_the_devices_clock_is_believed_within_reason(save, session, learn) -> None:
    now = clock.now()
    ahead, within, behind = learn("A"), learn("B"), learn("C")
    save(
        tap(ahead, at=now + dt.timedelta(days=3)),
        tap(within, at=now - dt.timedelta(minutes=30)),
        tap(behind, at=now - dt.timedelta(days=400)),
    )
    at = dict(AttendanceChange.objects.values_list("attendance__enrolment", "marked_at"))
    assert now <= at[ahead.pk] <= clock.now()
    assert at[within.pk] == now - dt.timedelta(minutes=30)
    yesterday = clock.today() - dt.timedelta(days=1)
    assert at[behind.pk] == dt.datetime.combine(yesterday, dt.time(), tzinfo=clock.ZONE)


def test_late_is_what_was_marked_after_the_day_not_what_arrived_after_it(save, meet, learn) -> None:
    yesterday = meet(-1)
    in_class, today = learn("A"), learn("B")
    save(tap(in_class, at=yesterday.starts_at), tap(today), session=yesterday)
    late = dict(AttendanceChange.objects.values_list("attendance__enrolment", "is_late"))
    assert late == {in_class.pk: False, today.pk: True}


def test_nothing_is_marked_before_its_day_or_for_what_doesnt_take_place(save, meet, learner, run) -> None:
    for session in (meet(1), meet(0, hour=8, is_cancelled=True)):
        with pytest.raises(Refused) as refused:
            save(tap(learner), session=session)
        assert refused.value.code == "closed"
    save(tap(learner), session=meet(0, hour=20))  # later today
    run.state = run.State.CANCELLED
    run.save()
    with pytest.raises(Refused):
        save(tap(learner, "absent", based_on="present"))


def test_only_who_gives_the_session_or_works_at_the_centre_marks(save, meet, learner, centre, staff) -> None:
    substitute, other = member(centre, "trainer", "sub"), member(centre, "trainer", "other")
    given = meet(0, hour=14, substitute=substitute)
    for user in (given.trainer, substitute, staff, UserFactory(admin=True)):
        assert save(tap(learner), session=given, user=user).marks == {learner.pk: "present"}
    for user in (other, UserFactory(), member(centre, "reporter", "radu")):
        with pytest.raises(Refused) as refused:
            save(tap(learner), session=given, user=user)
        assert refused.value.code == "state"


def test_who_isnt_a_learner_is_refused_alone(save, session, learn, run) -> None:
    learner = learn("Amina")
    strangers = [EnrolmentFactory(confirmed=True), EnrolmentFactory(run=run, offered=True), EnrolmentFactory(run=run)]
    saved = save(*(tap(each) for each in [*strangers, learner]))
    assert saved.refused.keys() == {each.pk for each in strangers}
    assert marks_of(session) == {learner.pk: "present"}


def test_who_has_left_since_can_still_be_marked_for_that_day(save, session, learner, staff) -> None:
    from courses.enrolment.services import mark_dropped

    mark_dropped(enrolment=learner, user=staff)
    saved = save(tap(learner, "absent"))
    assert saved.marks == {learner.pk: "absent"}


def test_twenty_people_take_as_many_queries_as_one(session, trainer, learn) -> None:
    few, many = [learn("Primul")], [learn(f"Al {number}-lea") for number in range(20)]

    def count(people) -> int:
        with CaptureQueriesContext(connection) as queries:
            save_marks(session=session, user=trainer, marks=[tap(each) for each in people])
        return len(queries)

    assert count(few) == count(many)
    assert Attendance.objects.count() == 21


def test_history_is_never_rewritten(save, learner) -> None:
    save(tap(learner, "present"))
    with pytest.raises(DatabaseError, match="append-only"):
        AttendanceChange.objects.update(to_mark="absent")
