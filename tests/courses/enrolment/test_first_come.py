"""First come: the run's own rule, what it doesn't decide, and what the worker does later."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest
import time_machine
from django.db import connection, transaction

from courses.catalogue.models import Run
from courses.enrolment import clocks, decisions, places, services
from courses.enrolment.codes import Suspicion
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.services import submitting
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.submissions import Submission
from courses.enrolment.waiting import position
from portal.messages.models import Message
from portal.protection import captcha
from tests.factories import EnrolmentFactory, PersonFactory, RunFactory, UserFactory

pytestmark = pytest.mark.django_db


def submit(run: Run, name: str = "Amina Exemplu", **changes: object) -> Enrolment:
    answers: dict[str, object] = {"name": name, "language": "ar", "phone": "+40720000001", "email": ""}
    return services.submit_enrolment(run=run, submission=Submission(**{**answers, **changes}))  # type: ignore[arg-type]


@pytest.mark.parametrize(("rule", "state"), [("offer", State.OFFERED), ("confirm", State.CONFIRMED)])
def test_a_free_place_goes_to_who_comes_first(rule: str, state: State) -> None:
    run = RunFactory(rule=rule, capacity=1)
    first, second = submit(run), submit(run, "Salma Exemplu")
    assert (first.state, first.place) == (state, 1)
    assert (second.state, second.place, position(second)) == (State.WAITING, None, 1)
    assert [event.verb for event in first.events.all()] == [
        Verb.SUBMIT,
        Verb.OFFER if rule == "offer" else Verb.CONFIRM,
    ]


def test_staff_review_decides_nothing_by_itself() -> None:
    assert submit(RunFactory()).state == State.SUBMITTED


def test_nobody_passes_those_who_wait_already() -> None:
    run = RunFactory(rule="confirm", capacity=2)
    EnrolmentFactory(run=run, waiting=True)
    assert submit(run).state == State.WAITING


def test_the_outcome_is_told_once_and_instead_of_a_receipt() -> None:
    submit(RunFactory(rule="confirm"), email="amina@mail.example")
    assert not Message.objects.exists(), "nobody waits for a message to be written"
    assert decisions.tell_what_was_left() == 1
    assert decisions.tell_what_was_left() == 0
    assert [message.template for message in Message.objects.all()] == ["confirmed"]


def test_who_has_only_a_phone_is_called_about_the_outcome() -> None:
    enrolment = submit(RunFactory(rule="offer"))
    decisions.tell_what_was_left()
    assert enrolment.tasks.get().template == "offer"


def test_a_silent_step_does_not_swallow_the_receipt() -> None:
    enrolment = submit(RunFactory(), email="amina@mail.example")
    services.claim_enrolment(enrolment=enrolment, user=UserFactory())
    decisions.tell_what_was_left()
    assert Message.objects.get().template == "received"


def test_a_step_that_tells_takes_the_place_of_what_was_left() -> None:
    enrolment = submit(RunFactory(), email="amina@mail.example")
    services.offer_place(enrolment=enrolment, user=UserFactory())
    decisions.tell_what_was_left()
    assert [message.template for message in Message.objects.all()] == ["offer"]


def test_a_busy_run_keeps_the_enrolment_and_the_worker_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*arguments: object, **options: object) -> None:
        raise Refused("busy", code="busy")

    run = RunFactory(rule="confirm", capacity=1)
    with monkeypatch.context() as patch:
        patch.setattr(submitting, "outcome_for_newcomer", lambda run_id, now: None)
        patch.setattr(submitting, "decide_what_arrived", lambda enrolment: None)
        patch.setattr(decisions, "lock_run", busy)
        first, second = submit(run), submit(run, "Salma Exemplu")
        assert decisions.decide_what_was_left() == 0
    assert [first.state, second.state] == [State.SUBMITTED] * 2
    assert decisions.decide_what_was_left() == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.CONFIRMED, State.WAITING), "in the order in which they came"
    assert not Enrolment.objects.undecided().exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_run_that_somebody_else_has() -> None:
    """The answer comes at once; who has the lock, or the worker, decides."""
    run = RunFactory(rule="confirm", capacity=1)
    other = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor, "context": None})
    with other, other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM courses_run WHERE id = %s FOR NO KEY UPDATE", [run.pk])
        enrolment = submit(run)
        assert enrolment.state == State.SUBMITTED
        with pytest.raises(Refused) as refusal, transaction.atomic():
            places.lock_run(run.pk)
        assert refusal.value.code == "busy", "a step that must have the lock is refused in time"
    assert decisions.decide_what_was_left() == 1
    enrolment.refresh_from_db()
    assert enrolment.state == State.CONFIRMED


def test_a_rule_that_was_changed_leaves_the_decision_to_staff() -> None:
    run = RunFactory(rule="review")
    enrolment = EnrolmentFactory(run=run, awaits_decision=True)
    decisions.decide_what_was_left()
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.awaits_decision) == (State.SUBMITTED, False)


class TestWhatMayNotBeAPerson:
    """Unchecked or suspicious: kept, marked, and no place until somebody looks."""

    def test_it_holds_no_place(self) -> None:
        enrolment = submit(RunFactory(rule="confirm"), suspicion=Suspicion.UNCHECKED)
        assert (enrolment.state, enrolment.place) == (State.SUBMITTED, None)
        assert decisions.decide_what_was_left() == 0

    def test_it_is_never_promoted(self) -> None:
        run = RunFactory(capacity=1)
        holder = EnrolmentFactory(run=run, offered=True)
        suspect = EnrolmentFactory(run=run, waiting=True, suspicion=Suspicion.UNCHECKED)
        other = EnrolmentFactory(run=run, waiting=True)
        services.decline_offer(enrolment=holder, actor=Actor.PERSON)
        suspect.refresh_from_db()
        other.refresh_from_db()
        assert (suspect.state, other.state) == (State.WAITING, State.OFFERED)

    def test_staff_clear_it_and_the_rule_decides(self) -> None:
        enrolment = submit(RunFactory(rule="confirm"), suspicion=Suspicion.UNCHECKED)
        cleared = services.clear_suspicion(enrolment=enrolment, user=UserFactory())
        assert (cleared.state, cleared.suspicion) == (State.CONFIRMED, "")

    def test_an_offer_asks_why_and_then_clears_it(self) -> None:
        enrolment = EnrolmentFactory(suspicion=Suspicion.TOO_FAST)
        with pytest.raises(Refused) as refusal:
            services.offer_place(enrolment=enrolment, user=UserFactory())
        assert refusal.value.code == "needs_reason"
        offered = services.offer_place(enrolment=enrolment, user=UserFactory(), reason="She called us.")
        assert (offered.state, offered.suspicion) == (State.OFFERED, "")
        assert [event.verb for event in offered.events.all()] == [Verb.CLEAR, Verb.OFFER]

    @pytest.mark.parametrize(
        ("outcome", "state", "suspicion", "token"),
        [
            (captcha.PASSED, State.CONFIRMED, "", ""),
            (captcha.LOW_SCORE, State.SUBMITTED, "low_score", ""),
            (captcha.UNCHECKED, State.SUBMITTED, "unchecked", "a token"),
        ],
    )
    def test_a_later_check(
        self, outcome: str, state: State, suspicion: str, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(captcha, "is_enabled", lambda: True)
        monkeypatch.setattr(captcha, "check_token", lambda token, action: outcome)
        enrolment = submit(RunFactory(rule="confirm"), suspicion="unchecked", captcha_token="a token")
        clocks.check_again()
        enrolment.refresh_from_db()
        assert (enrolment.state, enrolment.suspicion, enrolment.captcha_token) == (state, suspicion, token)

    def test_a_token_is_forgotten_when_it_is_too_old(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(captcha, "is_enabled", lambda: True)
        monkeypatch.setattr(captcha, "check_token", lambda token, action: captcha.PASSED)
        enrolment = submit(RunFactory(), suspicion="unchecked", captcha_token="a token")
        with time_machine.travel(dt.datetime.now(tz=dt.UTC) + dt.timedelta(minutes=3)):
            assert clocks.check_again() == 0
        enrolment.refresh_from_db()
        assert (enrolment.suspicion, enrolment.captcha_token) == ("unchecked", "")


class TestTwiceTheSame:
    """The same person in the same run: recognised, told to the contact on file, and never shown to who typed it."""

    @pytest.mark.parametrize(
        ("written", "again"),
        [
            ("Amina Exemplu", "EXEMPLU  Amina"),
            ("Amina Exemplu", "Amína Exemplu"),
            ("Олександр Шевченко", "Oleksandr Shevchenko"),
            ("محمد علي", "Mohammad Ali"),
        ],
    )
    def test_it_is_recognised_however_the_name_is_written(self, written: str, again: str) -> None:
        run = RunFactory()
        first = submit(run, written)
        assert submit(run, again, email="x@mail.example").duplicate_of == first

    def test_a_family_shares_a_phone_and_not_a_place(self) -> None:
        run = RunFactory()
        submit(run)
        assert submit(run, "Salma Exemplu").duplicate_of is None

    def test_the_same_name_with_another_contact_is_somebody_else(self) -> None:
        run = RunFactory()
        submit(run)
        assert submit(run, phone="+40720000009").duplicate_of is None

    def test_the_contact_on_file_is_told(self) -> None:
        run = RunFactory()
        EnrolmentFactory(
            run=run,
            person=PersonFactory(name="Amina Exemplu", phone="+40720000001", email="amina@mail.example"),
        )
        submit(run, email="stranger@mail.example")
        decisions.tell_what_was_left()
        told = set(Message.objects.values_list("template", "recipient"))
        assert told == {("again", "amina@mail.example"), ("received", "stranger@mail.example")}

    def test_a_second_place_is_the_first_to_go_to_somebody_else(self) -> None:
        run = RunFactory(rule="confirm", capacity=2)
        first, again = submit(run), submit(run, email="x@mail.example")
        assert (first.place, again.place) == (1, 2), "to the person who typed it, nothing looks different"
        newcomer = submit(run, "Salma Exemplu", phone="+40720000005")
        again.refresh_from_db()
        assert (newcomer.state, newcomer.place) == (State.CONFIRMED, 2)
        assert (again.state, again.merged_into) == (State.MERGED, first)

    def test_who_waits_twice_is_offered_one_place(self) -> None:
        run = RunFactory(rule="offer", capacity=1)
        holder = submit(run, "Karim Exemplu", phone="+40720000007")
        first, again = submit(run), submit(run, email="x@mail.example")
        services.decline_offer(enrolment=holder, actor=Actor.PERSON)
        first.refresh_from_db()
        again.refresh_from_db()
        assert (first.state, again.state) == (State.OFFERED, State.WAITING)


@pytest.mark.parametrize(
    ("groups", "answers", "priority"),
    [
        (["protection"], {"status": "refugee"}, 1),
        (["protection"], {"status": "eu_citizen"}, 0),
        (["childcare", "beginner"], {"level": "none"}, 1),
        ([], {"status": "refugee", "level": "none"}, 0),
    ],
)
def test_priority_groups_come_with_their_reason(groups: list[str], answers: dict[str, str], priority: int) -> None:
    enrolment = submit(RunFactory(priority_groups=groups), **answers)
    assert enrolment.priority == priority
    assert (enrolment.priority_reason in groups) if priority else enrolment.priority_reason == ""


def test_priority_comes_before_time_on_the_waiting_list() -> None:
    run = RunFactory(rule="offer", capacity=1, priority_groups=["protection"])
    holder = submit(run, "Karim Exemplu", phone="+40720000007")
    early, refugee = submit(run), submit(run, "Salma Exemplu", status="refugee")
    assert (position(early), position(refugee)) == (2, 1)
    services.decline_offer(enrolment=holder, actor=Actor.PERSON)
    refugee.refresh_from_db()
    assert refugee.state == State.OFFERED
