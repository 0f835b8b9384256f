"""Three hundred random lives of two runs on PostgreSQL: every step ends as in the model, and leaves what it must."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from courses.catalogue.models import Course, Run
from courses.enrolment import runs, services
from courses.enrolment.codes import Reason
from courses.enrolment.decisions import tell_what_was_left
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event, Task
from courses.enrolment.states import Actor, Verb
from courses.enrolment.submissions import Submission
from portal import clock
from portal.messages.models import Message
from tests.factories import CentreFactory, CourseFactory, EnrolmentFactory, RunFactory, UserFactory
from tests.load import moves
from tests.load.model import Model

pytestmark = pytest.mark.django_db

SEQUENCES = 300
PARTS = 6
LONGEST = 12


class World:
    """The same two runs and people as in the model, in the database."""

    def __init__(self, model: Model, course: Course) -> None:
        centre = CentreFactory()
        self.user: User = UserFactory()
        self.runs: list[Run] = [
            RunFactory(course=course, centre=centre, capacity=group.capacity, rule=group.rule) for group in model.groups
        ]
        self.people: list[int] = []
        self.somebody: Enrolment = EnrolmentFactory(confirmed=True)

    def one(self, number: int) -> Enrolment:
        """Return an enrolment as it is now."""
        return Enrolment.objects.get(pk=self.people[number])

    def run(self, number: int) -> Run:
        """Return a run as it is now."""
        return Run.objects.get(pk=self.runs[number].pk)

    def make(self, move: moves.Move) -> str:
        """Make a move through the services; return "" or the code with which it is refused."""
        try:
            with transaction.atomic():
                getattr(self, f"_{move.name}")(*move.arguments)
        except Refused as refused:
            return refused.code
        return ""

    def _submit(self, group: int) -> None:
        number = len(self.people) + 1
        name = f"Persoana {'x' * number}"
        submission = Submission(name, "en", f"+4070{number:07d}", f"p{number}@mail.example", contact_by="email")
        enrolment = services.submit_enrolment(run=self.run(group), submission=submission, submission_id=str(number))
        self.people.append(enrolment.pk)

    def _offer(self, number: int, has_reason: bool) -> None:
        services.offer_place(enrolment=self.one(number), user=self.user, reason="because" if has_reason else "")

    def _transfer(self, number: int, group: int) -> None:
        services.transfer_enrolment(enrolment=self.one(number), run=self.run(group), user=self.user)

    def _move(self, number: int, group: int, has_reason: bool) -> None:
        reason = "because" if has_reason else ""
        services.move_enrolment(enrolment=self.one(number), run=self.run(group), user=self.user, reason=reason)

    def _restore(self, number: int) -> None:
        services.restore_enrolment(enrolment=self.one(number), user=self.user)

    def _prioritise(self, number: int, priority: int) -> None:
        reason = "because" if priority else ""
        services.prioritise_enrolment(enrolment=self.one(number), user=self.user, priority=priority, reason=reason)

    def _resize(self, group: int, capacity: int) -> None:
        runs.resize_run(run=self.run(group), capacity=capacity, user=self.user)

    def _cancel(self, group: int, into: int | None) -> None:
        runs.cancel_run(run=self.run(group), user=self.user, into=self.run(into) if into is not None else None)

    def _step(self, verb: Verb, number: int, actor: Actor) -> None:
        one, user = self.one(number), self.user
        by_staff: dict[Verb, Callable[[], object]] = {
            Verb.CLAIM: lambda: services.claim_enrolment(enrolment=one, user=user),
            Verb.ASK: lambda: services.ask_person(enrolment=one, user=user, topic="times"),
            Verb.ANSWER: lambda: services.answer_question(enrolment=one, actor=actor, text="In the evening."),
            Verb.WAIT: lambda: services.put_on_waiting_list(enrolment=one, user=user),
            Verb.CONFIRM: lambda: services.confirm_place(enrolment=one, actor=actor),
            Verb.DECLINE: lambda: services.decline_offer(enrolment=one, actor=actor),
            Verb.EXPIRE: lambda: self._expire(one),
            Verb.REOPEN: lambda: services.reopen_enrolment(enrolment=one, user=user),
            Verb.ATTEND: lambda: services.mark_attending(enrolment=one, user=user),
            Verb.COMPLETE: lambda: services.mark_completed(enrolment=one, user=user),
            Verb.DROP: lambda: services.mark_dropped(enrolment=one, user=user),
            Verb.REJECT: lambda: services.reject_enrolment(enrolment=one, user=user, reason=Reason.OTHER),
            Verb.WITHDRAW: lambda: services.withdraw_enrolment(enrolment=one, actor=actor),
            Verb.MERGE: lambda: services.merge_enrolment(enrolment=one, into=self.somebody, user=user),
            Verb.MARK_SPAM: lambda: services.mark_spam(enrolment=one, user=user),
        }
        by_staff[verb]()

    def _expire(self, one: Enrolment) -> None:
        if one.offer_expires_at is not None:
            Enrolment.objects.filter(pk=one.pk).update(offer_expires_at=clock.now() - dt.timedelta(minutes=1))
        services.expire_offer(enrolment=one)

    def everything(self) -> list[tuple[object, ...]]:
        """Return all that a refused step must leave as it was."""
        fields = ("pk", "state", "place", "queued_at", "run", "priority", "offer_expires_at", "untold", "assignee")
        return [
            *Enrolment.objects.order_by("pk").values_list(*fields),
            *Run.objects.order_by("pk").values_list("capacity", "state"),
            (Event.objects.count(), Message.objects.count(), Task.objects.count()),
        ]


@pytest.mark.parametrize("part", range(PARTS))
def test_services_do_what_the_model_does(part: int) -> None:
    course = CourseFactory()
    for seed in range(part * SEQUENCES // PARTS, (part + 1) * SEQUENCES // PARTS):
        with transaction.atomic():
            _one_life(seed, course)
            transaction.set_rollback(True)


def _one_life(seed: int, course: Course) -> None:
    choose = random.Random(seed)
    model = Model(moves.groups(choose))
    world = World(model, course)
    history: list[tuple[object, ...]] = []
    now = world.everything()
    for _number in range(choose.randint(4, LONGEST)):
        move = moves.a_move(choose, model)
        before = now
        expected, found = moves.make(model, move), world.make(move)
        assert found == expected, f"seed {seed}: {move} ended with {found!r}, the model with {expected!r}"
        now = world.everything()
        if found:
            assert now == before, f"seed {seed}: a refused {move} changed something"
        _compare(seed, move, model, world)
        entries = list(Event.objects.order_by("pk").values_list("pk", "verb", "from_state", "to_state", "at"))
        assert entries[: len(history)] == history, f"seed {seed}: {move} rewrote history"
        history = entries
    tell_what_was_left()


def _compare(seed: int, move: moves.Move, model: Model, world: World) -> None:
    rows = {row.pk: row for row in Enrolment.objects.prefetch_related("events")}
    for one, pk in zip(model.people, world.people, strict=True):
        row = rows[pk]
        group = world.runs[one.group].pk if one.group is not None else None
        assert (row.state, row.place, row.run_id) == (one.state.value, one.place, group), f"seed {seed}: {move}"
        told = [event.to_state for event in row.events.all() if event.from_state != event.to_state]
        changes = [state.value for _verb, state, before in one.history if state is not before]
        assert told == changes, f"seed {seed}: {move}: the history lacks a step"
    for number, run in enumerate(world.runs):
        held = sum(1 for row in rows.values() if row.run_id == run.pk and row.place)
        assert held <= model.groups[number].capacity, f"seed {seed}: oversold"
