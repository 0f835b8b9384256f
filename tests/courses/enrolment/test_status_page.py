"""The status page: a link without an account; a GET changes nothing; every answer is a clear one."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from courses.enrolment.links import make_token
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from courses.enrolment.wording import EXPLANATIONS
from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


def status_path(enrolment: Enrolment, language: str = "en") -> str:
    return f"/{language}/status/{make_token(enrolment, 'status')}/"


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_explained(client: Client, state: State) -> None:
    enrolment = EnrolmentFactory(state=state)
    response = client.get(status_path(enrolment, "ar"))
    assert response.status_code == 200
    with translation.override("ar"):
        assert str(EXPLANATIONS[state]) in response.content.decode()


def test_looking_changes_nothing(client: Client) -> None:
    enrolment = EnrolmentFactory(offered=True)
    client.get(f"{status_path(enrolment)}?verb=confirm&done=confirm")
    enrolment.refresh_from_db()
    assert enrolment.state == State.OFFERED
    assert not enrolment.events.exists()


@pytest.mark.parametrize(
    ("verb", "state"),
    [("confirm", State.CONFIRMED), ("decline", State.DECLINED), ("withdraw", State.WITHDRAWN)],
)
def test_the_person_answers_by_a_button(client: Client, verb: str, state: State) -> None:
    enrolment = EnrolmentFactory(offered=True)
    response = client.post(status_path(enrolment), {"verb": verb})
    assert response.status_code == 303
    enrolment.refresh_from_db()
    assert enrolment.state == state
    assert enrolment.events.get().actor == "person"


def test_a_button_pressed_twice_acts_once(client: Client) -> None:
    enrolment = EnrolmentFactory(offered=True)
    for _again in range(2):
        assert client.post(status_path(enrolment), {"verb": "confirm"}).status_code == 303
    assert enrolment.events.count() == 1


def test_an_offer_that_is_over_is_explained_and_not_taken(client: Client) -> None:
    enrolment = EnrolmentFactory(offered=True)
    path = status_path(enrolment)
    with time_machine.travel(enrolment.offer_expires_at + dt.timedelta(minutes=1)):
        response = client.post(path, {"verb": "confirm"})
    assert response.status_code == 409
    assert response.context["notice"]
    enrolment.refresh_from_db()
    assert enrolment.state == State.OFFERED


def test_what_a_person_may_not_do_is_not_understood(client: Client) -> None:
    enrolment = EnrolmentFactory()
    for verb in ("offer", "reject", "", "nonsense"):
        assert client.post(status_path(enrolment), {"verb": verb}).status_code == 400
    enrolment.refresh_from_db()
    assert enrolment.state == State.SUBMITTED


def test_another_site_cannot_press_the_button(client: Client) -> None:
    enrolment = EnrolmentFactory(offered=True)
    response = client.post(status_path(enrolment), {"verb": "confirm"}, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 403
    enrolment.refresh_from_db()
    assert enrolment.state == State.OFFERED


def test_a_wrong_or_old_link_says_what_to_do(client: Client) -> None:
    enrolment = EnrolmentFactory()
    path = status_path(enrolment)
    assert client.get("/ar/status/nonsense/").status_code == 404
    assert client.get(path.replace(enrolment.reference, "100000009")).status_code == 404
    assert client.get(f"/en/status/{make_token(enrolment, 'received')}/").status_code == 404
    with time_machine.travel(dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=400)):
        assert client.get(path).status_code == 404


def test_staff_notes_are_never_shown(client: Client) -> None:
    enrolment = EnrolmentFactory()
    enrolment.events.create(verb="note", to_state=enrolment.state, actor="staff", note="between colleagues")
    assert "between colleagues" not in client.get(status_path(enrolment)).content.decode()
