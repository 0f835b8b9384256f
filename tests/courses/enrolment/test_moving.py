"""From one group to another: the place goes along, the old one goes on, and nobody is overtaken unsaid."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar

from courses.catalogue.models import Run
from courses.enrolment.calendar import calendar_of
from courses.enrolment.codes import Priority
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import format_day
from courses.enrolment.records import Task
from courses.enrolment.services import move_enrolment, transfer_enrolment
from courses.enrolment.states import State, Verb
from portal import clock
from portal.messages.models import Message
from tests.factories import EnrolmentFactory, PersonFactory, RunFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


def move(enrolment: Enrolment, run: Run, reason: str = "") -> Enrolment:
    return move_enrolment(enrolment=enrolment, run=run, user=UserFactory(), reason=reason)


def refusal(enrolment: Enrolment, run: Run, reason: str = "") -> str:
    """Return the code with which a move is refused; nothing may have changed."""
    with pytest.raises(Refused) as refused:
        move(enrolment, run, reason)
    before = (enrolment.state, enrolment.place, enrolment.run_id)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.place, enrolment.run_id) == before
    return refused.value.code


@pytest.mark.parametrize("trait", ["offered", "confirmed", "attending"])
def test_the_state_stays_and_the_place_is_the_lowest_free_one(trait: str) -> None:
    enrolment = EnrolmentFactory(**{trait: True})
    other = RunFactory()
    EnrolmentFactory(run=other, confirmed=True)
    moved = move(enrolment, other)
    moved.refresh_from_db()
    assert moved.state == trait
    assert (moved.run, moved.course, moved.centre, moved.place) == (other, other.course, other.centre, 2)
    event = moved.events.get()
    assert (event.verb, event.from_state, event.to_state, event.place) == (Verb.MOVE, trait, trait, 2)
    assert event.note == enrolment.run.code


@pytest.mark.parametrize("trait", ["in_review", "waiting", "declined", "completed", "dropped", "withdrawn", "spam"])
def test_only_who_holds_a_place_that_counts_is_moved_with_it(trait: str) -> None:
    assert refusal(EnrolmentFactory(**{trait: True}), RunFactory()) == "state"


def test_the_old_place_goes_to_the_next_of_the_old_list() -> None:
    run = RunFactory(capacity=1)
    leaving = EnrolmentFactory(run=run, confirmed=True)
    waiting = EnrolmentFactory(run=run, waiting=True)
    move(leaving, RunFactory())
    waiting.refresh_from_db()
    assert (waiting.state, waiting.place) == (State.OFFERED, 1)


def test_a_full_group_takes_nobody() -> None:
    full = RunFactory(capacity=1)
    EnrolmentFactory(run=full, offered=True)
    assert refusal(EnrolmentFactory(confirmed=True), full) == "full"


def test_places_are_counted_as_the_group_is_now_and_not_as_the_page_knew_it() -> None:
    other = RunFactory(capacity=2)
    EnrolmentFactory(run=other, confirmed=True)
    Run.objects.filter(pk=other.pk).update(capacity=1)
    assert refusal(EnrolmentFactory(confirmed=True), other) == "full"
    Run.objects.filter(pk=other.pk).update(capacity=9, state=Run.State.CANCELLED)
    assert refusal(EnrolmentFactory(confirmed=True), other) == "closed"


def test_who_goes_past_others_needs_a_reason_that_stands_in_the_history() -> None:
    other = RunFactory()
    EnrolmentFactory(run=other, waiting=True)
    enrolment = EnrolmentFactory(confirmed=True)
    assert refusal(enrolment, other) == "needs_reason"
    assert move(enrolment, other, "Works in the evening now").events.get().note == (
        f"{enrolment.run.code}: Works in the evening now"
    )


def test_who_may_not_be_a_person_holds_nobody_up() -> None:
    other = RunFactory()
    EnrolmentFactory(run=other, waiting=True, suspicion="honeypot")
    assert move(EnrolmentFactory(confirmed=True), other).run == other


@pytest.mark.parametrize("service", [move_enrolment, transfer_enrolment])
@pytest.mark.parametrize("trait", ["draft", "cancelled"])
def test_a_group_that_does_not_take_place_is_no_target(service, trait: str) -> None:
    enrolment = EnrolmentFactory(confirmed=True) if service is move_enrolment else EnrolmentFactory()
    with pytest.raises(Refused) as refused:
        service(enrolment=enrolment, run=RunFactory(**{trait: True}), user=UserFactory())
    assert refused.value.code == "closed"


def test_a_group_that_has_ended_is_no_target_and_one_that_runs_is() -> None:
    today = clock.today()
    ended = RunFactory(past=True, ends_on=today - dt.timedelta(days=1))
    running = RunFactory(past=True, ends_on=today)
    enrolment = EnrolmentFactory(attending=True)
    assert refusal(enrolment, ended) == "closed"
    assert move(enrolment, running).run == running


@pytest.mark.parametrize("service", [move_enrolment, transfer_enrolment])
def test_one_person_is_not_in_a_group_twice(service) -> None:
    other = RunFactory()
    person = PersonFactory()
    EnrolmentFactory(run=other, person=person, waiting=True)
    enrolment = EnrolmentFactory(person=person, **({"confirmed": True} if service is move_enrolment else {}))
    with pytest.raises(Refused) as refused:
        service(enrolment=enrolment, run=other, user=UserFactory())
    assert refused.value.code == "state"


def test_who_left_a_group_may_be_moved_into_it() -> None:
    other = RunFactory()
    person = PersonFactory()
    EnrolmentFactory(run=other, person=person, withdrawn=True)
    assert move(EnrolmentFactory(person=person, confirmed=True), other).run == other


def test_into_the_same_group_is_refused() -> None:
    enrolment = EnrolmentFactory(confirmed=True)
    assert refusal(enrolment, enrolment.run, "because") == "state"


def test_a_priority_of_the_old_groups_is_left_behind() -> None:
    enrolment = EnrolmentFactory(confirmed=True, priority=Priority.GROUP, priority_reason="childcare")
    assert move(enrolment, RunFactory()).priority == Priority.NORMAL


def test_an_offer_has_its_full_time_again() -> None:
    enrolment = EnrolmentFactory(offered=True, offer_expires_at=clock.now() + dt.timedelta(minutes=5))
    moved = move(enrolment, RunFactory(offer_hours=48))
    assert moved.offer_expires_at is not None
    assert moved.offer_expires_at > clock.now() + dt.timedelta(hours=47)
    assert moved.due_at == moved.offer_expires_at


def test_the_person_reads_where_and_when_in_their_language() -> None:
    person = PersonFactory(with_email=True, language="ro")
    other = RunFactory(venue="Strada Nouă 5", scheduled=True, starts_on=dt.date(2027, 2, 1))
    move(EnrolmentFactory(person=person, confirmed=True), other)
    message = Message.objects.get()
    assert message.template == "run_moved"
    assert "Strada Nouă 5" in message.body
    assert "luni, 1 februarie 2027" in message.body


def test_the_first_day_in_a_group_that_has_begun_is_its_next_session() -> None:
    person = PersonFactory(with_email=True)
    today = clock.today()
    running = RunFactory(past=True, ends_on=today + dt.timedelta(days=30))
    for days, is_cancelled in ((-7, False), (3, True), (5, False), (12, False)):
        at = dt.datetime.combine(today + dt.timedelta(days=days), dt.time(18), tzinfo=clock.ZONE)
        SessionFactory(run=running, starts_at=at, is_cancelled=is_cancelled)
    move(EnrolmentFactory(person=person, attending=True), running)
    assert f"First day: {format_day(today + dt.timedelta(days=5), 'en')}" in Message.objects.get().body


def test_an_offer_is_asked_about_anew_and_by_phone_it_is_a_task() -> None:
    move(EnrolmentFactory(person=PersonFactory(with_email=True), offered=True), RunFactory())
    assert Message.objects.get().template == "offer"
    move(EnrolmentFactory(offered=True), RunFactory())
    assert Task.objects.get().template == "offer"


def sessions_in(enrolment: Enrolment) -> dict[str, tuple[str, int]]:
    """Return status and sequence of every event of the person's calendar, by its start (a day)."""
    calendar = Calendar.from_ical(calendar_of(Enrolment.objects.for_person().get(pk=enrolment.pk)))
    return {
        f"{event['dtstart'].dt:%d.%m.}": (str(event["status"]), int(event["sequence"]))
        for event in calendar.walk("VEVENT")
    }


def test_a_calendar_drops_the_old_sessions_to_come_and_has_the_new_ones() -> None:
    old = RunFactory(starts_on=clock.today() + dt.timedelta(days=2))
    new = RunFactory(starts_on=clock.today() + dt.timedelta(days=3))
    over = SessionFactory(run=old, starts_at=clock.now() - dt.timedelta(days=9))
    coming, next_one = SessionFactory(run=old), SessionFactory(run=new)
    days = [f"{session.starts_at:%d.%m.}" for session in (over, coming, next_one)]
    enrolment = EnrolmentFactory(run=old, attending=True)
    assert sessions_in(enrolment) == {days[0]: ("CONFIRMED", 0), days[1]: ("CONFIRMED", 0)}
    move(enrolment, new, "closer to work")
    assert sessions_in(enrolment) == {days[1]: ("CANCELLED", 1), days[2]: ("CONFIRMED", 1)}
    enrolment.refresh_from_db()
    move(enrolment, old)
    assert sessions_in(enrolment) == {
        days[0]: ("CONFIRMED", 2),
        days[1]: ("CONFIRMED", 2),
        days[2]: ("CANCELLED", 2),
    }
