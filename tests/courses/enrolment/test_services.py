"""The services: every verb, what it refuses, and what it leaves behind."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from courses.enrolment import services
from courses.enrolment.codes import Reason
from courses.enrolment.decisions import tell_what_was_left
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.submissions import Submission
from courses.enrolment.waiting import position
from portal.messages.models import Message
from tests.factories import (
    CentrePhoneFactory,
    EnrolmentFactory,
    MembershipFactory,
    PersonFactory,
    ProjectFactory,
    RunFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def a_submission(**changes: object) -> Submission:
    answers: dict[str, object] = {"name": "Amina Exemplu", "language": "ar", "phone": "+40720000001"}
    return Submission(**{**answers, **changes})  # type: ignore[arg-type]


def test_a_submission_is_kept_with_its_history() -> None:
    run = RunFactory()
    enrolment = services.submit_enrolment(run=run, submission=a_submission(birth_year=1990, status="refugee"))
    assert enrolment.state == State.SUBMITTED
    assert enrolment.centre == run.centre
    assert enrolment.person.search_name == "amina exemplu"
    assert enrolment.status_then == "refugee"
    assert enrolment.age_band_then == "18_60"
    assert enrolment.consent_language == "ar"
    assert [event.verb for event in enrolment.events.all()] == [Verb.SUBMIT]


def test_the_age_is_the_one_of_the_year_in_romania() -> None:
    run = RunFactory()
    first_minutes_of_2027 = dt.datetime(2026, 12, 31, 22, 30, tzinfo=dt.UTC)
    run.last_entry_on = run.ends_on = dt.date(2027, 1, 31)
    with time_machine.travel(first_minutes_of_2027):
        enrolment = services.submit_enrolment(run=run, submission=a_submission(birth_year=2009))
    assert enrolment.age_band_then == "18_60"


@pytest.mark.parametrize("has_project", [True, False])
def test_the_projects_organisation_is_responsible_else_the_centres(has_project: bool) -> None:
    project = ProjectFactory()
    run = RunFactory(project=project if has_project else None)
    assert project.organisation != run.centre.organisation
    enrolment = services.submit_enrolment(run=run, submission=a_submission())
    assert enrolment.consent_organisation == (project.organisation if has_project else run.centre.organisation)


def test_who_gave_an_address_gets_the_receipt_in_their_language() -> None:
    services.submit_enrolment(run=RunFactory(), submission=a_submission(email="amina@mail.example"))
    assert tell_what_was_left() == 1
    message = Message.objects.get()
    assert (message.template, message.language, message.recipient) == ("received", "ar", "amina@mail.example")


def test_who_has_only_a_phone_reads_the_receipt_on_the_screen() -> None:
    enrolment = services.submit_enrolment(run=RunFactory(), submission=a_submission())
    tell_what_was_left()
    assert not Message.objects.exists()
    assert not enrolment.tasks.exists()


def test_the_same_form_twice_is_one_enrolment() -> None:
    run = RunFactory()
    first = services.submit_enrolment(run=run, submission=a_submission(), submission_id="a")
    again = services.submit_enrolment(run=run, submission=a_submission(language="en"), submission_id="a")
    assert first == again
    assert Enrolment.objects.count() == 1


def test_the_same_form_with_a_sisters_name_is_another() -> None:
    run = RunFactory()
    services.submit_enrolment(run=run, submission=a_submission(), submission_id="a")
    services.submit_enrolment(run=run, submission=a_submission(name="Salma Exemplu"), submission_id="a")
    assert Enrolment.objects.count() == 2


def test_a_repeated_form_is_answered_even_when_the_run_has_closed_meanwhile() -> None:
    run = RunFactory()
    first = services.submit_enrolment(run=run, submission=a_submission())
    run.state = "cancelled"
    assert services.submit_enrolment(run=run, submission=a_submission()) == first


@pytest.mark.parametrize("trait", ["draft", "cancelled", "not_yet_open", "closed", "past"])
def test_a_run_that_takes_nobody_refuses(trait: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.submit_enrolment(run=RunFactory(**{trait: True}), submission=a_submission())
    assert refusal.value.code == "closed"
    assert not Enrolment.objects.exists()


def test_claiming_makes_the_assignee() -> None:
    enrolment, user = EnrolmentFactory(), UserFactory()
    claimed = services.claim_enrolment(enrolment=enrolment, user=user)
    assert (claimed.state, claimed.assignee) == (State.IN_REVIEW, user)


def test_an_offer_holds_the_lowest_free_place() -> None:
    run = RunFactory(capacity=3)
    EnrolmentFactory(run=run, confirmed=True, place=1)
    EnrolmentFactory(run=run, confirmed=True, place=3)
    offered = services.offer_place(enrolment=EnrolmentFactory(run=run), user=UserFactory())
    assert (offered.state, offered.place) == (State.OFFERED, 2)
    assert offered.offer_expires_at is not None


def test_a_full_run_offers_nothing() -> None:
    run = RunFactory(capacity=1)
    EnrolmentFactory(run=run, offered=True)
    enrolment = EnrolmentFactory(run=run)
    with pytest.raises(Refused) as refusal:
        services.offer_place(enrolment=enrolment, user=UserFactory())
    assert refusal.value.code == "full"
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.place) == (State.SUBMITTED, None)


def test_an_offer_never_outlives_the_last_day_to_enter() -> None:
    now = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
    run = RunFactory.build(course=None, centre=None, offer_hours=72, last_entry_on=dt.date(2026, 11, 3))
    assert services.offer_deadline(run, now) == dt.datetime(2026, 11, 3, 21, 59, tzinfo=dt.UTC)
    run.last_entry_on = dt.date(2026, 12, 1)
    assert services.offer_deadline(run, now) == now + dt.timedelta(hours=72)


def test_an_offer_by_phone_becomes_a_task_in_both_languages() -> None:
    run = RunFactory()
    CentrePhoneFactory(centre=run.centre, number="+40232000001")
    enrolment = EnrolmentFactory(run=run, person=PersonFactory(language="ar"))
    services.offer_place(enrolment=enrolment, user=UserFactory())
    task = enrolment.tasks.get()
    assert (task.template, task.language) == ("offer", "ar")
    assert "/ar/status/" in task.text
    assert task.staff_text != task.text


def test_the_next_step_settles_the_open_task() -> None:
    enrolment = EnrolmentFactory()
    services.offer_place(enrolment=enrolment, user=UserFactory())
    services.confirm_place(enrolment=enrolment, actor=Actor.PERSON)
    assert not enrolment.tasks.filter(done_at=None).exists()


def test_confirming_keeps_the_place() -> None:
    enrolment = EnrolmentFactory(offered=True)
    confirmed = services.confirm_place(enrolment=enrolment, actor=Actor.PERSON)
    assert (confirmed.state, confirmed.place, confirmed.offer_expires_at) == (State.CONFIRMED, 1, None)


def test_after_the_deadline_only_staff_confirm() -> None:
    enrolment = EnrolmentFactory(offered=True)
    with time_machine.travel(enrolment.offer_expires_at + dt.timedelta(minutes=1)):
        with pytest.raises(Refused) as refusal:
            services.confirm_place(enrolment=enrolment, actor=Actor.PERSON)
        assert refusal.value.code == "deadline"
        confirmed = services.confirm_place(enrolment=enrolment, actor=Actor.STAFF, user=UserFactory())
    assert confirmed.state == State.CONFIRMED


@pytest.mark.parametrize(
    ("service", "state"),
    [(services.decline_offer, State.DECLINED), (services.withdraw_enrolment, State.WITHDRAWN)],
)
def test_leaving_frees_the_place_and_the_history_remembers_it(service: object, state: State) -> None:
    enrolment = EnrolmentFactory(offered=True)
    left = service(enrolment=enrolment, actor=Actor.PERSON)  # type: ignore[operator]
    assert (left.state, left.place) == (state, None)
    assert enrolment.events.latest("pk").place == 1


def test_the_clock_takes_back_only_what_is_over() -> None:
    enrolment = EnrolmentFactory(offered=True)
    with pytest.raises(Refused):
        services.expire_offer(enrolment=enrolment)
    with time_machine.travel(enrolment.offer_expires_at + dt.timedelta(seconds=1)):
        expired = services.expire_offer(enrolment=enrolment)
    assert (expired.state, expired.place) == (State.EXPIRED, None)


def test_waiting_knows_its_position() -> None:
    run = RunFactory()
    EnrolmentFactory(run=run, waiting=True)
    waiting = services.put_on_waiting_list(enrolment=EnrolmentFactory(run=run), user=UserFactory())
    assert position(waiting) == 2
    EnrolmentFactory(waiting=True)  # another run's list
    assert position(waiting) == 2


def test_rejecting_needs_a_reason_that_the_person_is_told() -> None:
    enrolment = EnrolmentFactory(person=PersonFactory(with_email=True, language="en"))
    with pytest.raises(Refused) as refusal:
        services.reject_enrolment(enrolment=enrolment, user=UserFactory(), reason="")
    assert refusal.value.code == "reason"
    services.reject_enrolment(
        enrolment=enrolment, user=UserFactory(), reason=Reason.WRONG_LEVEL, note="only staff read this"
    )
    body = Message.objects.get().body
    assert str(Reason.WRONG_LEVEL.label) in body
    assert "only staff read this" not in body


def test_a_second_chance_after_an_offer_ran_out() -> None:
    reopened = services.reopen_enrolment(enrolment=EnrolmentFactory(expired=True), user=UserFactory())
    assert reopened.state == State.IN_REVIEW


def test_a_step_that_is_not_in_the_table_changes_nothing() -> None:
    enrolment = EnrolmentFactory(withdrawn=True)
    with pytest.raises(Refused) as refusal:
        services.offer_place(enrolment=enrolment, user=UserFactory())
    assert refusal.value.code == "state"
    assert not Event.objects.exists()
    assert not Message.objects.exists()


def test_a_stale_page_cannot_repeat_a_step() -> None:
    stale = EnrolmentFactory()
    services.claim_enrolment(enrolment=stale, user=UserFactory())
    with pytest.raises(Refused):
        services.claim_enrolment(enrolment=stale, user=UserFactory())


def test_only_colleagues_of_the_centre_are_assigned() -> None:
    enrolment = EnrolmentFactory()
    colleague = MembershipFactory(centre=enrolment.centre).user
    assigned = services.assign_enrolment(enrolment=enrolment, user=UserFactory(), assignee=colleague)
    assert assigned.assignee == colleague
    with pytest.raises(Refused):
        services.assign_enrolment(enrolment=enrolment, user=UserFactory(), assignee=MembershipFactory().user)


def test_notes_are_history_and_change_no_state() -> None:
    enrolment = EnrolmentFactory()
    services.add_note(enrolment=enrolment, user=UserFactory(), text="Called, nobody answered.")
    enrolment.refresh_from_db()
    assert enrolment.state == State.SUBMITTED
    assert enrolment.events.get().note == "Called, nobody answered."


class TestTheWaitingList:
    """A freed place goes to the next in order, in the same transaction."""

    def test_one_freed_place_is_one_offer_to_who_waits_longest(self) -> None:
        run = RunFactory(capacity=1)
        holder = EnrolmentFactory(run=run, offered=True)
        first, second = (EnrolmentFactory(run=run, waiting=True) for _number in range(2))
        services.decline_offer(enrolment=holder, actor=Actor.PERSON)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, first.place) == (State.OFFERED, 1)
        assert second.state == State.WAITING
        assert first.events.get().actor == "system"
        assert first.tasks.get(done_at=None).template == "offer", "somebody without an e-mail address is called"

    def test_an_offer_that_runs_out_passes_on(self) -> None:
        run = RunFactory(capacity=1)
        holder = EnrolmentFactory(run=run, offered=True)
        waiting = EnrolmentFactory(run=run, waiting=True)
        with time_machine.travel(holder.offer_expires_at + dt.timedelta(minutes=1)):
            services.expire_offer(enrolment=holder)
        waiting.refresh_from_db()
        assert waiting.state == State.OFFERED

    @pytest.mark.parametrize("changes", [{"state": "cancelled"}, {"last_entry_on": dt.date(2020, 1, 1)}])
    def test_nobody_is_offered_a_place_that_can_not_be_taken_up(self, changes: dict[str, object]) -> None:
        run = RunFactory(capacity=1, **changes)
        holder = EnrolmentFactory(run=run, offered=True)
        waiting = EnrolmentFactory(run=run, waiting=True)
        services.withdraw_enrolment(enrolment=holder, actor=Actor.PERSON)
        waiting.refresh_from_db()
        assert waiting.state == State.WAITING

    def test_who_leaves_the_list_frees_nothing(self) -> None:
        run = RunFactory(capacity=1)
        EnrolmentFactory(run=run, confirmed=True)
        first, second = (EnrolmentFactory(run=run, waiting=True) for _number in range(2))
        services.withdraw_enrolment(enrolment=first, actor=Actor.PERSON)
        second.refresh_from_db()
        assert (second.state, position(second)) == (State.WAITING, 1)


class TestTheSchemaItself:
    """What the services would never do, the database refuses."""

    def test_one_place_has_one_holder(self) -> None:
        run = RunFactory()
        EnrolmentFactory(run=run, confirmed=True, place=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            EnrolmentFactory(run=run, offered=True, place=1)

    def test_a_holding_state_has_a_place(self) -> None:
        enrolment = EnrolmentFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            Enrolment.objects.filter(pk=enrolment.pk).update(state=State.CONFIRMED)

    def test_no_other_state_has_one(self) -> None:
        enrolment = EnrolmentFactory(confirmed=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            Enrolment.objects.filter(pk=enrolment.pk).update(state=State.WITHDRAWN)
