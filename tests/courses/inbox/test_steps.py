"""The buttons of an enrolment's page: each does its step, or says why not."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from courses.enrolment import services
from courses.enrolment.models import Enrolment
from courses.enrolment.states import Actor, State
from courses.inbox.labels import ACTIONS
from courses.inbox.version import newest_event_of
from portal.messages.models import Message
from tests.factories import TaskFactory, UserFactory

pytestmark = pytest.mark.django_db


def press(client: Client, enrolment: Enrolment, verb: str, **data):
    """Press a button and return the page that follows, with what it says."""
    address = reverse("inbox:step", args=[enrolment.pk, verb])
    response = client.post(address, {"seen": newest_event_of(enrolment), **data}, follow=True)
    assert response.status_code in {200, 422}
    enrolment.refresh_from_db()
    return response, " ".join(str(message) for message in get_messages(response.wsgi_request))


def shown(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("trait", "verb", "target"),
    [
        ({}, "claim", State.IN_REVIEW),
        ({}, "offer", State.OFFERED),
        ({"in_review": True}, "offer", State.OFFERED),
        ({"waiting": True}, "offer", State.OFFERED),
        ({"in_review": True}, "wait", State.WAITING),
        ({"offered": True}, "confirm", State.CONFIRMED),
        ({"offered": True}, "decline", State.DECLINED),
        ({"confirmed": True}, "withdraw", State.WITHDRAWN),
        ({"expired": True}, "reopen", State.IN_REVIEW),
    ],
)
def test_a_button_does_its_step(staff_client, staff, enrol, trait, verb, target) -> None:  # noqa: PLR0917
    enrolment = enrol(**trait)
    page = shown(staff_client.get(reverse("inbox:enrolment", args=[enrolment.pk])))
    assert reverse("inbox:step", args=[enrolment.pk, verb]) in page
    response, _said = press(staff_client, enrolment, verb)
    assert enrolment.state == target
    event = enrolment.events.get()
    assert (event.user, event.actor) == (staff, Actor.STAFF.value)
    assert str(ACTIONS[event.verb].done) in shown(response)


def test_claiming_assigns(staff_client, staff, enrol) -> None:
    enrolment = enrol()
    press(staff_client, enrolment, "claim")
    assert enrolment.assignee == staff


def test_the_person_is_told_in_their_language(staff_client, enrol) -> None:
    enrolment = enrol(language="ro", email="amina@mail.example")
    press(staff_client, enrolment, "offer")
    message = Message.objects.about(enrolment.about_key).get()
    assert (message.template, message.language, message.recipient) == ("offer", "ro", "amina@mail.example")
    page = shown(staff_client.get(reverse("inbox:enrolment", args=[enrolment.pk])))
    assert "amina@mail.example" in page
    assert "Waiting to be sent" in page


def test_who_has_only_a_phone_becomes_a_task_with_a_link(staff_client, enrol) -> None:
    enrolment = enrol(phone="+40745123456", language="ne")
    press(staff_client, enrolment, "offer")
    page = shown(staff_client.get(reverse("inbox:enrolment", args=[enrolment.pk])))
    assert "tel:+40745123456" in page
    assert "https://wa.me/40745123456?text=" in page
    task = enrolment.tasks.get()
    response = staff_client.post(reverse("inbox:task_done", args=[enrolment.pk, task.pk]), follow=True)
    task.refresh_from_db()
    assert task.done_at is not None
    assert "Done on" in shown(response)


def test_rejecting_needs_a_reason_and_keeps_what_was_written(staff_client, enrol) -> None:
    enrolment = enrol()
    address = reverse("inbox:step", args=[enrolment.pk, "reject"])
    response = staff_client.post(address, {"seen": "0", "reason": "", "note": "nota mea"})
    assert response.status_code == 422
    assert "Choose a reason: the person is told." in shown(response)
    assert "nota mea" in shown(response)
    enrolment.refresh_from_db()
    assert enrolment.state == State.SUBMITTED


def test_rejecting_with_a_reason(staff_client, enrol) -> None:
    enrolment = enrol()
    response, _said = press(staff_client, enrolment, "reject", reason="wrong_level", note="La A2.")
    assert (enrolment.state, enrolment.reason) == (State.REJECTED, "wrong_level")
    assert enrolment.events.get().note == "La A2."
    assert "La A2." in shown(response)


def test_an_unknown_reason_is_refused(staff_client, enrol) -> None:
    enrolment = enrol()
    address = reverse("inbox:step", args=[enrolment.pk, "reject"])
    assert staff_client.post(address, {"seen": "0", "reason": "bad mood"}).status_code == 422
    enrolment.refresh_from_db()
    assert enrolment.state == State.SUBMITTED


@pytest.mark.parametrize(
    ("trait", "verb"),
    [
        ({"rejected": True}, "claim"),
        ({"rejected": True}, "offer"),
        ({"confirmed": True}, "wait"),
        ({"in_review": True}, "confirm"),
        ({"confirmed": True}, "decline"),
        ({"withdrawn": True}, "withdraw"),
        ({"in_review": True}, "reopen"),
        ({"spam": True}, "reject"),
    ],
)
def test_what_the_table_of_states_forbids_is_said_not_done(staff_client, enrol, trait, verb) -> None:
    enrolment = enrol(**trait)
    before = enrolment.state
    page = shown(staff_client.get(reverse("inbox:enrolment", args=[enrolment.pk])))
    assert reverse("inbox:step", args=[enrolment.pk, verb]) not in page
    response, _said = press(staff_client, enrolment, verb, reason="other")
    assert enrolment.state == before
    assert "This is not possible now" in shown(response)
    assert enrolment.events.count() == 0


def test_a_full_run_is_said_in_a_sentence(staff_client, enrol) -> None:
    enrol(confirmed=True)
    enrol(offered=True)
    enrolment = enrol()
    response, _said = press(staff_client, enrolment, "offer")
    assert enrolment.state == State.SUBMITTED
    assert "All places of this group are taken." in shown(response)


def test_somebody_else_was_faster(staff_client, colleague, enrol) -> None:
    enrolment = enrol()
    seen = newest_event_of(enrolment)
    services.claim_enrolment(enrolment=enrolment, user=colleague)
    response, _said = press(staff_client, enrolment, "offer", seen=seen)
    assert enrolment.state == State.IN_REVIEW
    assert "Nothing was done: this enrolment has changed meanwhile." in shown(response)
    assert "Mihai Coleg: Taken into review" in shown(response)


def test_a_doubled_click_is_done_once_and_not_an_error(staff_client, enrol) -> None:
    enrolment = enrol()
    address = reverse("inbox:step", args=[enrolment.pk, "offer"])
    for _click in range(2):
        response = staff_client.post(address, {"seen": "0"}, follow=True)
    enrolment.refresh_from_db()
    assert enrolment.state == State.OFFERED
    assert enrolment.events.count() == 1
    assert "has changed meanwhile" not in shown(response)


def test_assigning_to_a_colleague_to_oneself_and_to_nobody(staff_client, staff, colleague, enrol) -> None:
    enrolment = enrol()
    address = reverse("inbox:assign", args=[enrolment.pk])
    for value, expected in [(colleague.pk, colleague), (staff.pk, staff), ("", None)]:
        assert staff_client.post(address, {"assignee": value}).status_code == 302
        enrolment.refresh_from_db()
        assert enrolment.assignee == expected


def test_who_works_elsewhere_can_not_be_assigned(staff_client, enrol) -> None:
    enrolment = enrol()
    response = staff_client.post(reverse("inbox:assign", args=[enrolment.pk]), {"assignee": UserFactory().pk})
    assert response.status_code == 422
    assert "This colleague does not work for the centre." in shown(response)
    enrolment.refresh_from_db()
    assert enrolment.assignee is None


def test_a_note_is_kept_as_written(staff_client, staff, enrol) -> None:
    enrolment = enrol()
    address = reverse("inbox:note", args=[enrolment.pk])
    response = staff_client.post(address, {"text": "<b>Sună</b> după 18"}, follow=True)
    assert "&lt;b&gt;Sună&lt;/b&gt; după 18" in shown(response)
    assert enrolment.events.get().user == staff
    assert staff_client.post(address, {"text": "   "}).status_code == 422
    assert enrolment.events.count() == 1


def test_a_get_changes_nothing(staff_client, enrol) -> None:
    enrolment = enrol()
    task = TaskFactory(enrolment=enrolment)
    addresses = [reverse("inbox:step", args=[enrolment.pk, verb]) for verb in ACTIONS]
    addresses += [reverse(f"inbox:{name}", args=[enrolment.pk]) for name in ("assign", "note")]
    addresses.append(reverse("inbox:task_done", args=[enrolment.pk, task.pk]))
    for address in addresses:
        response = staff_client.get(address)
        assert response.status_code == 302
        assert response["Location"] == reverse("inbox:enrolment", args=[enrolment.pk])
    enrolment.refresh_from_db()
    task.refresh_from_db()
    assert (enrolment.state, enrolment.events.count(), task.done_at) == (State.SUBMITTED, 0, None)


def test_a_step_that_does_not_exist_is_not_found(staff_client, enrol) -> None:
    assert staff_client.post(reverse("inbox:step", args=[enrol().pk, "delete"])).status_code == 404
    assert staff_client.post(reverse("inbox:step", args=[enrol().pk, "expire"])).status_code == 404


def test_a_missing_token_is_refused(staff, enrol) -> None:
    enrolment = enrol()
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    response = client.post(reverse("inbox:step", args=[enrolment.pk, "withdraw"]), {"seen": "0"})
    assert response.status_code == 403
    enrolment.refresh_from_db()
    assert enrolment.state == State.SUBMITTED
