"""When a run itself changes: more places, fewer, none at all; and when one opens that somebody waited for."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import Run
from courses.enrolment import runs, services
from courses.enrolment.codes import Priority
from courses.enrolment.errors import Refused
from courses.enrolment.models import CANCELLED, Enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.submissions import Submission
from portal import clock
from portal.messages.models import Message
from tests.factories import (
    CentreFactory,
    CountyFactory,
    CourseFactory,
    EnrolmentFactory,
    PersonFactory,
    ProjectFactory,
    RunFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def fresh(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.get(pk=enrolment.pk)


class TestMoreAndFewerPlaces:
    def test_more_places_go_to_the_waiting_list_in_its_order(self) -> None:
        run = RunFactory(capacity=1)
        EnrolmentFactory(run=run, confirmed=True)
        first, second, third = (EnrolmentFactory(run=run, waiting=True) for _number in range(3))
        runs.resize_run(run=run, capacity=3, user=UserFactory())
        assert [fresh(one).state for one in (first, second, third)] == [State.OFFERED, State.OFFERED, State.WAITING]

    def test_never_fewer_than_people_hold(self) -> None:
        run = RunFactory(capacity=3)
        EnrolmentFactory(run=run, confirmed=True)
        EnrolmentFactory(run=run, offered=True)
        with pytest.raises(Refused, match="2 people hold a place") as refusal:
            runs.resize_run(run=run, capacity=1, user=UserFactory())
        assert refusal.value.code == "taken"
        run.refresh_from_db()
        assert run.capacity == 3

    def test_a_place_whose_number_is_gone_gets_a_lower_one(self) -> None:
        run = RunFactory(capacity=5)
        EnrolmentFactory(run=run, confirmed=True, place=2)
        last = EnrolmentFactory(run=run, confirmed=True, place=5)
        runs.resize_run(run=run, capacity=2, user=UserFactory())
        assert fresh(last).place == 1
        assert last.events.get().verb == Verb.RESEAT


def test_a_hundred_are_promoted_in_the_queries_of_one() -> None:
    counts = []
    for people in (2, 100):
        run = RunFactory(capacity=1)
        EnrolmentFactory(run=run, confirmed=True)
        for number in range(people):
            person = PersonFactory(with_email=bool(number % 2), language=("ar", "en", "ne")[number % 3])
            EnrolmentFactory(run=run, waiting=True, person=person)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            runs.resize_run(run=run, capacity=people + 1, user=None)
        assert run.enrolments.filter(state=State.OFFERED).count() == people
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25


class TestCancelling:
    def test_everybody_concerned_is_told_with_other_groups(self) -> None:
        run = RunFactory()
        other = RunFactory(course=run.course)
        person = PersonFactory(with_email=True, language="en")
        holder = EnrolmentFactory(run=run, confirmed=True, person=person)
        over = EnrolmentFactory(run=run, withdrawn=True)
        assert runs.cancel_run(run=run, user=UserFactory()) == 1
        message = Message.objects.get()
        assert message.template == "run_cancelled"
        assert f"/en/enrol/{other.pk}/" in message.body
        assert fresh(over).state == State.WITHDRAWN
        stays = fresh(holder)
        assert (stays.state, stays.run, stays.place) == (State.WAITING, None, None)
        assert (stays.priority, stays.priority_reason) == (Priority.FIRST, CANCELLED)
        run.refresh_from_db()
        assert run.state == Run.State.CANCELLED

    def test_they_come_first_in_the_group_that_takes_them(self) -> None:
        run, into = RunFactory(), RunFactory(capacity=1)
        into.course = run.course
        into.save()
        EnrolmentFactory(run=into, waiting=True)
        moved = EnrolmentFactory(run=run, confirmed=True)
        runs.cancel_run(run=run, user=UserFactory(), into=into)
        assert (fresh(moved).state, fresh(moved).run, fresh(moved).place) == (State.OFFERED, into, 1)

    def test_twice_is_once(self) -> None:
        run = RunFactory()
        EnrolmentFactory(run=run, person=PersonFactory(with_email=True))
        assert [runs.cancel_run(run=run, user=None), runs.cancel_run(run=run, user=None)] == [1, 0]
        assert Message.objects.count() == 1

    def test_a_group_that_takes_nobody_takes_nobody_over(self) -> None:
        run, into = RunFactory(), RunFactory(cancelled=True)
        with pytest.raises(Refused):
            runs.cancel_run(run=run, user=None, into=into)
        run.refresh_from_db()
        assert run.state == Run.State.OPEN

    def test_the_number_of_queries_is_the_same_for_two_and_twenty(self) -> None:
        counts = []
        for people in (2, 20):
            run = RunFactory()
            for _number in range(people):
                EnrolmentFactory(run=run, offered=True, person=PersonFactory(with_email=True))
            with CaptureQueriesContext(connection) as queries:
                runs.cancel_run(run=run, user=None)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestWishes:
    """No run fits: a wish for a course in a county, matched when a run opens."""

    def a_wish(self, run: Run, **changes: object) -> Enrolment:
        county = changes.pop("county", run.centre.county)
        number = Enrolment.objects.count()
        answers = {"name": "Amina Exemplu", "language": "en", "phone": f"+4072000{number:04d}"}
        return services.submit_interest(
            course=run.course,
            county=county,  # type: ignore[arg-type]
            centre=run.centre,
            submission=Submission(**{**answers, **changes}),  # type: ignore[arg-type]
        )

    def test_a_wish_waits_without_a_run(self) -> None:
        wish = self.a_wish(RunFactory())
        assert (wish.state, wish.run, [event.verb for event in wish.events.all()]) == (
            State.WAITING,
            None,
            [Verb.SUBMIT, Verb.WAIT],
        )

    def test_when_a_run_opens_its_places_go_to_who_waited_longest(self) -> None:
        run = RunFactory(capacity=2)
        wishes = [self.a_wish(run) for _number in range(3)]
        offered = runs.match_interests(run=run)
        assert [one.pk for one in offered] == [wish.pk for wish in wishes[:2]]
        assert [(fresh(one).state, fresh(one).run) for one in wishes] == [
            (State.OFFERED, run),
            (State.OFFERED, run),
            (State.WAITING, None),
        ]
        assert runs.match_interests(run=run) == [], "once for each run"

    @pytest.mark.parametrize(
        ("changes", "fits"),
        [
            ({}, True),
            ({"course": "another"}, False),
            ({"county": "elsewhere"}, False),
            ({"county": "served"}, True),
            ({"status": "eu_citizen"}, False),
            ({"status": "refugee"}, True),
            ({"suspicion": "unchecked"}, False),
        ],
    )
    def test_whom_a_run_is_offered_to(self, changes: dict[str, object], fits: bool) -> None:
        served, elsewhere = CountyFactory(code="B"), CountyFactory(code="CJ")
        centre = CentreFactory(counties_served=[served])
        run = RunFactory(centre=centre, project=ProjectFactory(eligible_statuses=["refugee"]))
        changes = {**changes}
        if changes.get("county"):
            changes["county"] = {"served": served, "elsewhere": elsewhere}[str(changes["county"])]
        wanted = RunFactory(centre=centre, course=CourseFactory()) if changes.pop("course", "") else run
        self.a_wish(wanted, **changes)
        assert bool(runs.match_interests(run=run)) is fits

    def test_an_online_run_is_for_whoever_said_that_online_is_fine(self) -> None:
        run = RunFactory(online=True)
        far = CountyFactory(code="CJ")
        fine, not_fine = self.a_wish(run, county=far), self.a_wish(run, county=far, accepts_online=False)
        runs.match_interests(run=run)
        assert (fresh(fine).state, fresh(not_fine).state) == (State.OFFERED, State.WAITING)

    def test_a_group_for_women_is_left_to_staff(self) -> None:
        run = RunFactory(audience="women")
        self.a_wish(run)
        assert runs.match_interests(run=run) == []

    def test_the_worker_finds_runs_that_have_opened(self) -> None:
        run = RunFactory(not_yet_open=True)
        self.a_wish(run)
        assert runs.match_new_runs() == 0
        Run.objects.update(opens_on=clock.today())
        assert runs.match_new_runs() == 1


class TestTheSamePersonElsewhere:
    def test_a_confirmed_place_settles_what_the_person_waits_for_in_the_same_course(self) -> None:
        course, person = CourseFactory(), PersonFactory()
        offered = EnrolmentFactory(run=RunFactory(course=course), person=person, offered=True)
        same = EnrolmentFactory(run=RunFactory(course=course), person=person, waiting=True)
        another = EnrolmentFactory(run=RunFactory(), person=person, waiting=True)
        services.confirm_place(enrolment=offered, actor=Actor.PERSON)
        assert (fresh(same).state, fresh(another).state) == (State.WITHDRAWN, State.WAITING)
        assert Event.objects.get(enrolment=same).verb == Verb.SETTLE


def test_staff_go_past_the_queue_with_a_reason_only() -> None:
    run = RunFactory(capacity=2)
    EnrolmentFactory(run=run, waiting=True)
    late = EnrolmentFactory(run=run)
    with pytest.raises(Refused) as refusal:
        services.offer_place(enrolment=late, user=UserFactory())
    assert refusal.value.code == "needs_reason"
    offered = services.offer_place(enrolment=late, user=UserFactory(), reason="Her brother is in the group.")
    assert (offered.state, offered.events.get().note) == (State.OFFERED, "Her brother is in the group.")


def test_after_the_last_day_to_enter_staff_offer_with_a_reason_only() -> None:
    run = RunFactory(last_entry_on=clock.today() - dt.timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        services.offer_place(enrolment=EnrolmentFactory(run=run), user=UserFactory())
    assert refusal.value.code == "needs_reason"
