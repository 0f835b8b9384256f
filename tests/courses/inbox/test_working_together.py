"""Two colleagues at one enrolment: nobody is overwritten, each sees who else looks, work is handed over with a word."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from courses.enrolment import services
from courses.enrolment.states import Actor, State, Verb
from courses.inbox.models import Viewing
from courses.inbox.presence import note_presence, others_looking, who_is_looking
from courses.inbox.steps import SERVICES, possible_steps
from courses.inbox.version import changed_by_others, newest_event, newest_event_of, seen_in, what_happened
from portal import clock
from portal.audit.models import AuditEntry
from portal.messages.models import Message
from tests.factories import EnrolmentFactory, EventFactory, MessageFactory, RunFactory, TaskFactory

pytestmark = pytest.mark.django_db

TYPED = {
    "ask": {"topic": "times", "text": "Marți e liber."},
    "answer": {"text": "După ora șase"},
    "transfer": {"run": ""},
    "move": {"run": ""},
    "prioritise": {"priority": "2", "reason": "Greșeala noastră"},
    "invite": {"day": "2999-12-30", "time": "17:30", "place": "Sala 2"},
    "place_level": {"level": "A2"},
    "result": {"entry": "A1", "exit": "A2"},
    "contact": {"phone": "0745 000 001", "email": "nou@mail.example", "language": "uk"},
    "reject": {"reason": "wrong_level", "note": "La A2"},
}
"""What each form is sent with; a step that isn't named is a mere button."""
STATE_FOR = {
    Verb.CLAIM: State.SUBMITTED,
    Verb.ANSWER: State.NEEDS_INFORMATION,
    Verb.CONFIRM: State.OFFERED,
    Verb.DECLINE: State.OFFERED,
    Verb.REOPEN: State.EXPIRED,
    Verb.MOVE: State.CONFIRMED,
    Verb.ATTEND: State.CONFIRMED,
    Verb.COMPLETE: State.ATTENDING,
    Verb.DROP: State.ATTENDING,
    Verb.RESTORE: State.REJECTED,
    Verb.RESULT: State.ATTENDING,
}
"""Where a step is possible; the others are from being in review."""


def url(name: str, enrolment, *more) -> str:
    return reverse(f"inbox:{name}", args=[enrolment.pk, *more])


def read(client: Client, enrolment) -> int:
    """Open the page, and return the version that its forms carry."""
    return client.get(url("enrolment", enrolment)).context["seen"]


@pytest.fixture
def colleague_client(colleague) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(colleague)
    return client


# Nobody is overwritten


@pytest.mark.parametrize("verb", list(SERVICES))
def test_a_step_after_somebody_elses_is_not_taken_until_pressed_again(
    staff_client, colleague_client, enrol, run, verb
) -> None:
    state = STATE_FOR.get(verb, State.IN_REVIEW)
    suspicion = "too_fast" if verb is Verb.CLEAR else ""
    enrolment = enrol(**{state.value: True} if state is not State.SUBMITTED else {}, suspicion=suspicion)
    assert verb in possible_steps(enrolment)
    typed = dict(TYPED.get(verb.value, {}))
    if "run" in typed:
        typed["run"] = str(RunFactory(centre=run.centre).pk)
    seen = read(staff_client, enrolment)
    version = read(colleague_client, enrolment)
    assert colleague_client.post(url("note", enrolment), {"seen": version, "text": "Am sunat eu"}).status_code == 302

    response = staff_client.post(url("step", enrolment, verb), {"seen": seen, **typed})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Mihai Coleg: Note" in page
    assert all(text in page for text in typed.values() if " " in text), "what was typed is there"
    assert not enrolment.events.exclude(verb=Verb.NOTE).exists()
    enrolment.refresh_from_db()
    assert enrolment.state == state

    again = staff_client.post(url("step", enrolment, verb), {"seen": response.context["seen"], **typed})
    assert again.status_code == 302
    assert enrolment.events.filter(verb=verb).count() == 1


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("note", {"text": "Nota mea"}),
        ("assign", {"assignee": "", "note": "Sună tu"}),
        ("write", {"text": "Vă rugăm să sunați"}),
    ],
)
def test_what_stands_beside_the_steps_waits_too(staff_client, colleague, enrol, name, typed) -> None:
    enrolment = enrol(assignee=colleague)
    seen = read(staff_client, enrolment)
    services.claim_enrolment(enrolment=enrolment, user=colleague)
    response = staff_client.post(url(name, enrolment), {"seen": seen, **typed})
    assert response.status_code == 422
    assert "Mihai Coleg: Taken into review" in response.content.decode()
    assert list(typed.values())[-1] in response.content.decode()
    assert enrolment.events.count() == 1
    assert staff_client.post(url(name, enrolment), {"seen": response.context["seen"], **typed}).status_code == 302
    assert enrolment.events.count() == 2


def test_a_task_and_a_message_wait_too(staff_client, colleague, enrol) -> None:
    enrolment = enrol()
    task = TaskFactory(enrolment=enrolment)
    message = MessageFactory(about=enrolment.about_key, state=Message.State.FAILED)
    services.add_note(enrolment=enrolment, user=colleague, text="x")
    for address in (url("task_done", enrolment, task.pk), url("send_again", enrolment, message.pk)):
        assert staff_client.post(address, {"seen": 0}).status_code == 422
        assert staff_client.post(address, {"seen": newest_event_of(enrolment)}).status_code == 302
    task.refresh_from_db()
    message.refresh_from_db()
    assert task.done_at is not None
    assert message.state == Message.State.QUEUED


def test_ones_own_second_window_never_blocks(staff_client, enrol) -> None:
    enrolment = enrol()
    seen = read(staff_client, enrolment)
    assert staff_client.post(url("note", enrolment), {"seen": seen, "text": "eu"}).status_code == 302
    assert staff_client.post(url("step", enrolment, "claim"), {"seen": seen}).status_code == 302
    assert staff_client.post(url("assign", enrolment), {"seen": seen, "assignee": ""}).status_code == 302
    assert staff_client.post(url("step", enrolment, "offer"), {"seen": seen}).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.state == State.OFFERED


def test_what_the_person_or_the_portal_did_counts(enrol, staff) -> None:
    enrolment = enrol()
    event = EventFactory(enrolment=enrolment, user=None)
    assert changed_by_others(enrolment, 0, staff) == event
    assert changed_by_others(enrolment, event.pk, staff) is None
    assert "The person: Enrolment received" in what_happened(event)


def test_a_step_that_became_impossible_shows_what_was_typed(staff_client, colleague, enrol) -> None:
    enrolment = enrol()
    services.reject_enrolment(enrolment=enrolment, user=colleague, reason="other")
    response = staff_client.post(
        url("step", enrolment, "ask"), {"seen": 0, "topic": "times", "text": "Poate veni marți?"}
    )
    assert response.status_code == 422
    assert "What you had written:" in response.content.decode()
    assert "Poate veni marți?" in response.content.decode()


def test_a_contact_changed_on_another_enrolment_is_not_overwritten(staff_client, colleague, enrol) -> None:
    enrolment = enrol(phone="+40745123456")
    sister = EnrolmentFactory(person=enrolment.person, run=RunFactory(centre=enrolment.centre))
    page = staff_client.get(url("enrolment", enrolment))
    form = next(step.form for step in page.context["rare_steps"] if step.verb is Verb.CONTACT)
    typed = {"seen": page.context["seen"], "shown": form.shown, "phone": "0745 000 001", "email": "", "language": "en"}
    services.change_contact(
        enrolment=sister, actor=Actor.STAFF, user=colleague, phone="+40745999999", email="", language="en"
    )
    response = staff_client.post(url("step", enrolment, "contact"), typed)
    assert response.status_code == 422
    assert "0745 999 999" in response.content.decode()
    enrolment.person.refresh_from_db()
    assert enrolment.person.phone.as_e164 == "+40745999999"
    form = next(step.form for step in response.context["rare_steps"] if step.verb is Verb.CONTACT)
    assert staff_client.post(url("step", enrolment, "contact"), {**typed, "shown": form.shown}).status_code == 302
    enrolment.person.refresh_from_db()
    assert enrolment.person.phone.as_e164 == "+40745000001"


def test_a_doubled_click_keeps_one_note_and_sends_one_message(staff_client, enrol) -> None:
    enrolment = enrol(email="amina@mail.example")
    seen = read(staff_client, enrolment)
    for name in ("note", "note", "write", "write"):
        assert staff_client.post(url(name, enrolment), {"seen": seen, "text": "O vorbă"}).status_code == 302
    assert [event.verb for event in enrolment.events.all()] == [Verb.NOTE, Verb.WRITE]
    assert Message.objects.about(enrolment.about_key).count() == 1


@pytest.mark.parametrize("typed", ["", "x", "-1", "1.5", "٣", "9" * 40])
def test_a_form_that_does_not_say_what_it_knew_knew_nothing(typed) -> None:
    assert seen_in({"seen": typed}) == 0


def test_the_newest_of_all_entries(enrol) -> None:
    assert newest_event() == 0
    event = EventFactory(enrolment=enrol())
    assert newest_event() == event.pk


# Who else looks


def test_colleagues_see_each_other_on_the_page(staff_client, colleague_client, enrol) -> None:
    enrolment = enrol()
    read(colleague_client, enrolment)
    assert "Mihai Coleg is looking at this too." in staff_client.get(url("enrolment", enrolment)).content.decode()
    assert "Ana Exemplu is looking" in colleague_client.get(url("enrolment", enrolment)).content.decode()
    assert Viewing.objects.count() == 2


def test_who_gave_no_sign_for_a_minute_is_gone(staff, colleague, enrol) -> None:
    enrolment = enrol()
    note_presence(enrolment=enrolment, user=colleague)
    with time_machine.travel(clock.now() + dt.timedelta(seconds=59), tick=False):
        assert others_looking(enrolment, staff) == ["Mihai Coleg"]
    with time_machine.travel(clock.now() + dt.timedelta(seconds=61), tick=False):
        assert others_looking(enrolment, staff) == []
        note_presence(enrolment=enrolment, user=staff)
        assert [viewing.user for viewing in Viewing.objects.all()] == [staff]


def test_a_sign_of_life_says_who_looks_and_what_has_happened(staff_client, colleague, enrol) -> None:
    enrolment = enrol()
    seen = read(staff_client, enrolment)
    quiet = staff_client.post(url("presence", enrolment), {"seen": seen}).json()
    assert quiet == {"looking": "", "changed": "", "newest": 0}
    note_presence(enrolment=enrolment, user=colleague)
    services.offer_place(enrolment=enrolment, user=colleague)
    told = staff_client.post(url("presence", enrolment), {"seen": seen})
    assert told.json()["looking"] == "Mihai Coleg is looking at this too."
    assert "Mihai Coleg: Place offered" in told.json()["changed"]
    assert told.json()["newest"] == newest_event_of(enrolment)
    assert "no-store" in told["Cache-Control"]
    assert staff_client.post(url("presence", enrolment), {"seen": seen, "leaving": "1"}).status_code == 204
    assert [viewing.user for viewing in Viewing.objects.all()] == [colleague]


def test_a_sign_of_life_is_posted(staff_client, enrol) -> None:
    assert staff_client.get(url("presence", enrol())).status_code == 405


def test_many_who_look_are_counted() -> None:
    assert who_is_looking(["Ana", "Mihai", "Ioana"]) == "Ana and 2 other colleagues are looking at this too."


def test_a_look_is_written_down(staff_client, staff, enrol) -> None:
    enrolment = enrol()
    read(staff_client, enrolment)
    read(staff_client, enrolment)
    entry = AuditEntry.objects.get(about=enrolment.about_key)
    assert (entry.user, entry.action, entry.centre) == (staff, "saw", enrolment.centre)


# Handing over


def test_who_takes_over_reads_why_until_they_act(staff_client, staff, colleague, enrol) -> None:
    enrolment = enrol(in_review=True)
    services.assign_enrolment(enrolment=enrolment, user=colleague, assignee=staff, note="Sună după ora 16.")
    page = staff_client.get(url("enrolment", enrolment))
    assert page.context["hand_over"].text == "Sună după ora 16."
    assert "Mihai Coleg gave it to you" in page.content.decode()
    assert enrolment.events.get().note == "Ana Exemplu\nSună după ora 16."
    services.offer_place(enrolment=enrolment, user=staff)
    assert staff_client.get(url("enrolment", enrolment)).context["hand_over"] is None


def test_others_are_not_told_what_was_said_to_one(colleague_client, staff, colleague, enrol) -> None:
    enrolment = enrol(in_review=True)
    services.assign_enrolment(enrolment=enrolment, user=colleague, assignee=staff, note="Sună după ora 16.")
    assert colleague_client.get(url("enrolment", enrolment)).context["hand_over"] is None


def test_handing_over_with_a_word(staff_client, colleague, enrol) -> None:
    enrolment = enrol()
    typed = {"seen": 0, "assignee": colleague.pk, "note": "Vorbește ucraineană"}
    for _click in range(2):
        assert staff_client.post(url("assign", enrolment), typed).status_code == 302
    assert [event.note for event in enrolment.events.all()] == ["Mihai Coleg\nVorbește ucraineană"]
    enrolment.refresh_from_db()
    assert enrolment.assignee == colleague


def test_an_offer_makes_what_nobody_has_ones_own(staff_client, staff, colleague, enrol) -> None:
    free, taken = enrol(), enrol(assignee=colleague)
    for enrolment in (free, taken):
        staff_client.post(url("step", enrolment, "offer"), {"seen": 0})
        enrolment.refresh_from_db()
    assert (free.assignee, taken.assignee) == (staff, colleague)
