"""A job goes through its enrolments one by one: one bad row spoils nothing, nothing is done twice, order holds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.bulk import doing
from courses.bulk import work as working
from courses.bulk.models import BulkJob
from courses.bulk.services import start_bulk_job
from courses.bulk.work import work_on_bulk_jobs
from courses.enrolment import services
from courses.enrolment.codes import Reason
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import State, Verb
from courses.inbox.models import Reply, ReplyText
from portal import clock
from portal.directory.models import Membership
from portal.messages.models import Message
from tests.courses.bulk.conftest import outcomes, work
from tests.factories import RunFactory, UserFactory

pytestmark = pytest.mark.django_db


def state_of(enrolment: Enrolment) -> str:
    enrolment.refresh_from_db()
    return enrolment.state


def test_a_hundred_with_seven_bad_ones_of_every_kind(ask, enrolled, colleague, other_centre, run) -> None:
    run.capacity = 200
    run.save()
    good = [enrolled(f"good {number:02}", email=f"p{number}@mail.example") for number in range(93)]
    over = [enrolled("rejected before", rejected=True), enrolled("withdrawn", withdrawn=True)]
    changed, moved_away, mistake, elsewhere, gone = (
        enrolled(name) for name in ("changed", "of another centre", "a mistake", "no run", "spam")
    )
    job = ask("reject", [*good, *over, changed, moved_away, mistake, elsewhere, gone], reason="wrong_level")
    services.claim_enrolment(enrolment=changed, user=colleague)
    Enrolment.objects.filter(pk=moved_away.pk).update(centre=other_centre, run=RunFactory(centre=other_centre))
    Enrolment.objects.filter(pk=elsewhere.pk).update(state=State.MERGED)
    Enrolment.objects.filter(pk=gone.pk).update(state=State.SPAM)
    with pytest.MonkeyPatch.context() as patch:
        reject = services.reject_enrolment

        def break_for_one(*, enrolment, **rest):
            reject(enrolment=enrolment, **rest)
            if enrolment.pk == mistake.pk:
                raise ZeroDivisionError

        patch.setattr(services, "reject_enrolment", break_for_one)
        work()
    job.refresh_from_db()
    assert job.done_at is not None
    assert {state_of(enrolment) for enrolment in good} == {State.REJECTED}
    assert Message.objects.filter(template="rejected").count() == 93
    found = outcomes(job)
    assert sum(outcome == "done" for outcome, _message in found.values()) == 93
    refused = {name: message for name, (outcome, message) in found.items() if outcome == "refused"}
    assert refused["rejected before"] == "This is not possible now: the enrolment is at “Not accepted”."
    assert refused["withdrawn"] == "This is not possible now: the enrolment is at “Withdrawn”."
    assert refused["changed"].startswith("Changed meanwhile. Mihai Coleg: Taken into review (")
    assert refused["of another centre"] == "You don't work for this enrolment's centre any more."
    assert refused["a mistake"].startswith("A mistake of the portal: nothing was done.")
    assert refused["no run"] == "This is not possible now: the enrolment is at “Joined with another enrolment”."
    assert refused["spam"] == "This is not possible now: the enrolment is at “Not a real enrolment”."
    assert len(refused) == 7
    assert (state_of(changed), state_of(mistake)) == (State.IN_REVIEW, State.SUBMITTED)


def test_a_mistake_is_logged_under_the_number_that_the_user_reads(ask, enrolled, monkeypatch, caplog) -> None:
    job = ask("reject", [enrolled("Amina")], reason="other")
    monkeypatch.setattr(services, "reject_enrolment", lambda **_: 1 / 0)
    work()
    _outcome, message = outcomes(job)["Amina"]
    number = f"bulk-{job.pk}-{job.items.get().pk}"
    assert number in message
    assert number in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_offers_go_past_nobody_and_a_full_run_refuses_the_rest(ask, enrolled, run) -> None:
    hours = [dt.timedelta(hours=number) for number in range(5)]
    now = clock.now()
    third = enrolled("third", waiting=True, submitted_at=now - hours[1])
    second = enrolled("second", waiting=True, submitted_at=now - hours[2])
    new = enrolled("new", submitted_at=now - hours[4])
    first = enrolled("first", waiting=True, submitted_at=now - hours[1], priority=1, priority_reason="women")
    job = ask("offer", [new, third, second, first])
    work()
    assert [item.enrolment_id for item in job.items.all()] == [first.pk, second.pk, third.pk, new.pk]
    found = outcomes(job)
    assert [found[name][0] for name in ("first", "second", "third", "new")] == ["done", "done", "refused", "refused"]
    assert found["third"][1] == "All places of this group are taken."
    assert (state_of(first), state_of(second), state_of(third)) == (State.OFFERED, State.OFFERED, State.WAITING)


def test_a_reason_is_asked_for_once_for_all(ask, enrolled, staff) -> None:
    enrolled("has waited longer", waiting=True, submitted_at=clock.now() - dt.timedelta(days=3))
    new = [enrolled("new"), enrolled("newer")]
    job = ask("offer", new)
    work()
    assert {message for _outcome, message in outcomes(job).values()} == {
        "Others wait for this place. Say why this person comes first."
    }
    again = ask("offer", new, reason="Family of four")
    work()
    assert {outcome for outcome, _message in outcomes(again).values()} == {"done"}
    assert set(Event.objects.filter(verb=Verb.OFFER).values_list("note", flat=True)) == {"Family of four"}


def test_a_freed_place_is_not_offered_to_who_is_rejected_next(ask, enrolled) -> None:
    holder = enrolled("holder", confirmed=True)
    enrolled("other holder", confirmed=True)
    waiting = enrolled("waiting", waiting=True)
    job = ask("reject", [holder, waiting], reason="other")
    work()
    assert {outcome for outcome, _message in outcomes(job).values()} == {"done"}
    assert not Event.objects.filter(enrolment=waiting, verb=Verb.OFFER).exists()


def test_everybody_gets_a_ready_answer_in_their_own_language(ask, enrolled) -> None:
    reply = Reply.objects.create(title="Papers")
    for language, text in (("en", "Bring your papers."), ("ar", "أحضر أوراقك."), ("ro", "Aduceți actele.")):
        ReplyText.objects.create(reply=reply, language=language, text=text)
    people = [enrolled(code, language=code, email=f"{code}@mail.example") for code in ("ar", "ro", "ne")]
    ask("write", people, reply=reply.pk)
    work()
    bodies = {message.recipient: message.body for message in Message.objects.filter(template="note")}
    assert "أحضر أوراقك." in bodies["ar@mail.example"]
    assert "Aduceți actele." in bodies["ro@mail.example"]
    assert "Bring your papers." in bodies["ne@mail.example"]


def test_a_ready_answer_that_is_gone_is_said(ask, enrolled) -> None:
    reply = Reply.objects.create(title="Papers")
    ReplyText.objects.create(reply=reply, language="en", text="Bring your papers.")
    job = ask("write", [enrolled("Amina")], reply=reply.pk)
    reply.delete()
    work()
    assert outcomes(job)["Amina"] == ("refused", "This ready answer is not offered any more.")


def test_moving_keeps_places_and_brings_the_others_into_review(ask, enrolled, centre) -> None:
    target = RunFactory(centre=centre, capacity=1)
    people = [enrolled("first", confirmed=True), enrolled("second", confirmed=True), enrolled("waits", waiting=True)]
    job = ask("move", people, run=target.pk)
    work()
    assert {name: outcome for name, (outcome, _message) in outcomes(job).items()} == {
        "first": "done",
        "second": "refused",
        "waits": "done",
    }
    rows = Enrolment.objects.filter(run=target).values_list("person__name", "state")
    assert dict(rows) == {"first": State.CONFIRMED, "waits": State.IN_REVIEW}


def test_nobody_moves_into_a_run_that_is_not_the_users_any_more(ask, enrolled, centre, other_centre) -> None:
    target = RunFactory(centre=centre)
    job = ask("move", [enrolled("Amina")], run=target.pk)
    target.centre = other_centre
    target.save()
    work()
    assert outcomes(job)["Amina"][1] == "This run takes nobody any more, or isn't your centre's."


def test_assigning_keeps_the_word_for_the_colleague(ask, enrolled, colleague, staff) -> None:
    people = [enrolled("one"), enrolled("two", assignee=colleague)]
    ask("assign", people, assignee=colleague.pk, note="All of them ask for mornings.")
    work()
    assert set(Enrolment.objects.values_list("assignee", flat=True)) == {colleague.pk}
    notes = Event.objects.filter(verb=Verb.ASSIGN).values_list("note", flat=True)
    assert list(notes) == ["Mihai Coleg\nAll of them ask for mornings."] * 2


def test_who_has_them_already_is_left_alone(ask, enrolled, colleague) -> None:
    job = ask("assign", [enrolled("one", assignee=colleague)], assignee=colleague.pk)
    work()
    assert outcomes(job)["one"][0] == "done"
    assert not Event.objects.filter(verb=Verb.ASSIGN).exists()


def test_a_colleague_who_has_left_gets_nothing(ask, enrolled, colleague) -> None:
    job = ask("assign", [enrolled("one")], assignee=colleague.pk)
    colleague.is_active = False
    colleague.save()
    work()
    assert outcomes(job)["one"] == ("refused", "This colleague does not work for the centre.")


@pytest.mark.parametrize("loss", ["membership", "account"])
def test_rights_are_asked_for_at_the_moment_of_doing(ask, enrolled, staff, loss) -> None:
    enrolment = enrolled("Amina")
    job = ask("reject", [enrolment], reason="other")
    if loss == "membership":
        Membership.objects.filter(user=staff).update(role=Membership.Role.TRAINER)
    else:
        staff.is_active = False
        staff.save()
    work()
    assert outcomes(job)["Amina"][0] == "refused"
    assert state_of(enrolment) == State.SUBMITTED


def test_what_the_user_did_meanwhile_in_another_window_counts_as_seen(ask, enrolled, staff) -> None:
    enrolment = enrolled("Amina")
    job = ask("reject", [enrolment], reason="other")
    services.add_note(enrolment=enrolment, user=staff, text="A note")
    work()
    assert outcomes(job)["Amina"][0] == "done"


def test_refusals_are_in_the_language_of_who_asked(enrolled, staff) -> None:
    from django.utils import translation

    enrolment = enrolled("Amina", withdrawn=True)
    version = enrolment.events.get().pk
    with translation.override("ro"):
        job = start_bulk_job(
            user=staff,
            action="reject",
            arguments={"reason": "other", "note": ""},
            seen={enrolment.pk: version},
            key="k",
        )
    work()
    with translation.override("ro"):
        assert outcomes(job)["Amina"][1].count(str(State.WITHDRAWN.label)) == 1
    assert "Withdrawn" not in outcomes(job)["Amina"][1]


def test_what_others_are_using_is_tried_again_for_a_while(ask, enrolled, monkeypatch) -> None:
    from courses.enrolment.errors import Refused

    enrolment = enrolled("Amina")
    job = ask("reject", [enrolment], reason="other")

    def busy(*_arguments, **_rest):
        raise Refused("busy", code="busy")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doing, "lock_enrolment", busy)
        work()
        assert outcomes(job)["Amina"] == ("", "")
        BulkJob.objects.update(created_at=clock.now() - working.PATIENCE)
        work()
        assert outcomes(job)["Amina"] == ("refused", "busy")
    assert state_of(enrolment) == State.SUBMITTED


def test_jobs_take_turns(staff, enrolled, monkeypatch) -> None:
    jobs = [
        start_bulk_job(
            user=staff,
            action="reject",
            arguments={"reason": "other", "note": ""},
            seen={enrolled(f"{key} {number}").pk: 10**9 for number in range(amount)},
            key=key,
        )
        for key, amount in (("long", 5), ("short", 2))
    ]
    order = []
    monkeypatch.setattr(working, "do", lambda job, item: order.append(job.key.partition(":")[2]))
    work()
    assert order == ["long", "short", "long", "short", "long", "long", "long"]
    assert all(job.items.open().count() == 0 for job in jobs)


def test_a_stretch_of_work_ends_in_time(staff, enrolled, monkeypatch) -> None:
    seen = {enrolled(f"{number}").pk: 10**9 for number in range(4)}
    job = start_bulk_job(user=staff, action="reject", arguments={"reason": "other", "note": ""}, seen=seen, key="k")
    ticks = iter([0.0, 0.4, 0.8, 1.2, 1.6])
    monkeypatch.setattr(working.time, "monotonic", lambda: next(ticks))
    work_on_bulk_jobs(seconds=1.0)
    assert job.items.open().count() == 2


def test_as_many_queries_an_enrolment_however_long_the_job(staff, enrolled, run) -> None:
    run.capacity = 50
    run.save()

    def queries(amount: int) -> int:
        people = [enrolled(f"{amount} {number}", email=f"{amount}.{number}@mail.example") for number in range(amount)]
        seen = {enrolment.pk: enrolment.events.get().pk for enrolment in people}
        start_bulk_job(user=staff, action="offer", arguments={"reason": "x"}, seen=seen, key=str(amount))
        with CaptureQueriesContext(connection) as captured:
            work()
        return len(captured)

    queries(1)
    few, many = queries(4), queries(12)
    assert (many - few) / 8 <= 45
    assert many / 12 <= few / 4


def test_nothing_to_do_is_one_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        work()


def test_the_same_key_of_another_user_is_another_job(staff, enrolled) -> None:
    seen = {enrolled("Amina").pk: 1}
    values = {"action": "reject", "arguments": {"reason": Reason.OTHER, "note": ""}, "seen": seen, "key": "same"}
    jobs = {start_bulk_job(user=user, **values).pk for user in (staff, staff, UserFactory())}
    assert len(jobs) == 2
