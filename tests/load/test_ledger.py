"""The checker of the kill tests notices what they are there for: the lost, the doubled, who was overtaken."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from courses.catalogue.models import Run
from courses.enrolment import services
from courses.enrolment.decisions import tell_what_was_left
from courses.enrolment.links import RECEIVED, make_token
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from courses.enrolment.submissions import Submission
from portal.messages.models import Message
from tests.bench.crowd import Post
from tests.factories import RunFactory
from tests.load import ledger
from tests.load.patience import Kept

pytestmark = pytest.mark.django_db


def enrol(run: Run, number: int, *, times: int = 1) -> Kept:
    """Let somebody send a form so many times, each person after the one before."""
    phone = f"+4072{number:07d}"
    form = Submission("Amina Exemplu", "en", phone, f"p{number}@mail.example", contact_by="email")
    for _time in range(times):
        enrolment = services.submit_enrolment(run=run, submission=form, submission_id=f"form-{number}")
    location = reverse("received", args=[make_token(enrolment, RECEIVED)])
    return Kept(Post("/", {"phone": phone}, number), location, began=2.0 * number, ended=2.0 * number + 1)


def test_a_form_sent_twice_is_one_enrolment_and_nothing_is_wrong() -> None:
    run = RunFactory(capacity=1, rule=Run.Rule.CONFIRM)
    kept = [enrol(run, 1, times=2), enrol(run, 2)]
    tell_what_was_left()
    assert ledger.wrong_with_enrolments(kept) == []
    assert ledger.wrong_with_places(run, kept) == []
    assert ledger.wrong_with_messages() == []


def test_without_the_key_of_a_submission_the_double_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def another_each_time(self: Submission, *arguments: Any) -> str:
        return uuid.uuid4().hex

    monkeypatch.setattr(Submission, "key", another_each_time)
    kept = enrol(RunFactory(), 1, times=2)
    assert ledger.wrong_with_enrolments([kept]) == ["doubled: +40720000001 has 2 enrolments"]


def test_a_lost_enrolment_is_noticed() -> None:
    kept = enrol(RunFactory(), 1)
    reference = Enrolment.objects.get().reference
    Enrolment.objects.all().delete()
    assert ledger.wrong_with_enrolments([kept]) == [f"lost: +40720000001 was told {reference}"]


def test_an_enrolment_without_its_history_is_noticed() -> None:
    kept = enrol(RunFactory(), 1)
    enrolment = Enrolment.objects.get()
    enrolment.events.all().delete()
    assert ledger.wrong_with_enrolments([kept]) == [f"{enrolment.reference} was submitted 0 times"]


def test_who_was_overtaken_is_noticed() -> None:
    run = RunFactory(capacity=1, rule=Run.Rule.CONFIRM)
    kept = [enrol(run, 1), enrol(run, 2)]
    first, second = Enrolment.objects.order_by("pk")
    Enrolment.objects.filter(pk=first.pk).update(state=State.WAITING, place=None)
    Enrolment.objects.filter(pk=second.pk).update(state=State.CONFIRMED, place=1)
    assert ledger.wrong_with_places(run, kept) == [f"{second.reference} overtook {first.reference}"]


def test_a_place_that_nobody_got_is_noticed() -> None:
    run = RunFactory(capacity=1, rule=Run.Rule.CONFIRM)
    kept = [enrol(run, 1)]
    Enrolment.objects.update(state=State.WAITING, place=None)
    assert ledger.wrong_with_places(run, kept) == ["0 of 1 places are taken by 1 people"]


def test_a_message_that_is_missing_or_there_twice_is_noticed() -> None:
    enrol(RunFactory(), 1)
    enrolment = Enrolment.objects.get()
    assert ledger.what_is_left() == 1
    assert ledger.wrong_with_messages() == [f"{enrolment.reference} is submitted and was told {{}}"]
    tell_what_was_left()
    message = Message.objects.get()
    message.pk = None
    message.save()
    assert f"{enrolment.reference} was told received 2 times" in ledger.wrong_with_messages()


def test_deliveries_are_counted() -> None:
    enrol(RunFactory(), 1)
    tell_what_was_left()
    identity = ledger.identity_of(Message.objects.get())

    def wrong(arrived: list[str]) -> list[str]:
        return ledger.wrong_with_deliveries(Message.Channel.EMAIL, arrived, most_doubles=1)

    assert wrong([identity]) == wrong([identity, identity]) == []
    assert wrong([]) == [f"{identity} never arrived"]
    assert wrong([identity, "<another@portal.example>"]) == ["<another@portal.example> was never written"]
    assert wrong([identity] * 3) == ["2 doubles, 1 may be"]
