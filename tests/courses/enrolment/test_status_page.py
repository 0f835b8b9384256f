"""The status page: a link without an account; a GET changes nothing; every answer is a clear one."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from courses.enrolment import services, status_views
from courses.enrolment.codes import Reason, Topic
from courses.enrolment.links import STATUS, is_current, make_token
from courses.enrolment.models import Enrolment
from courses.enrolment.personal_pages import CHANGES_OF_A_CONTACT, TRIES_OF_A_REFERENCE
from courses.enrolment.records import Appointment, Task
from courses.enrolment.references import format_reference
from courses.enrolment.states import ACTIVE, HOLDS_PLACE, Actor, State
from courses.enrolment.wording import CLOSED, EXPLANATIONS, INTEREST
from portal import clock
from portal.messages.models import Message
from tests.factories import CentreFactory, EnrolmentFactory, PersonFactory, RunFactory, UserFactory

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
    path = status_path(enrolment)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{path}?verb=confirm&done=confirm")
        client.head(path)
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
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


@pytest.mark.parametrize("verb", ["confirm", "decline", "withdraw"])
def test_a_button_pressed_twice_acts_once(client: Client, verb: str) -> None:
    enrolment = EnrolmentFactory(offered=True)
    path = status_path(enrolment)
    for _again in range(2):
        response = client.post(path, {"verb": verb})
        assert response.status_code == 303
        assert client.get(response["Location"]).context["done_message"]
    assert enrolment.events.count() == 1


def test_two_presses_at_the_same_moment_are_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    enrolment = EnrolmentFactory(offered=True)
    path = status_path(enrolment)
    assert client.post(path, {"verb": "confirm"}).status_code == 303
    # The second one has read the enrolment before the first one changed it.
    monkeypatch.setattr(status_views, "is_current", lambda token, enrolment: True)
    assert client.post(path, {"verb": "confirm"}).status_code == 303
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
        response = client.get(path)
    assert response.status_code == 410
    assert f'value="{format_reference(enrolment.reference)}"' in response.content.decode()
    assert 'action="/ar/status/"' in response.content.decode() or 'action="/en/status/"' in response.content.decode()


def test_staff_notes_are_never_shown(client: Client) -> None:
    enrolment = EnrolmentFactory()
    enrolment.events.create(verb="note", to_state=enrolment.state, actor="staff", note="between colleagues")
    assert "between colleagues" not in client.get(status_path(enrolment)).content.decode()


def test_the_page_is_kept_by_nobody_and_tells_nobody_its_address(client: Client) -> None:
    response = client.get(status_path(EnrolmentFactory()))
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies


def test_only_what_is_so_is_called_done(client: Client) -> None:
    enrolment = EnrolmentFactory(offered=True)
    for done in ("confirm", "answer", "nonsense"):
        assert not client.get(f"{status_path(enrolment)}?done={done}").context["done_message"]


# What the page tells ----------------------------------------------------------------------------------------


def page_of(client: Client, enrolment: Enrolment) -> str:
    """What the page of an enrolment says, without what differs between any two."""
    text = client.get(status_path(enrolment)).content.decode()
    text = re.sub(r"/status/[^/\"]+/|%2Fstatus%2F[^\"&]+", "", text)
    return re.sub(r"\d\d\d \d\d\d \d\d\d", "", text)


def test_ends_because_of_another_enrolment_look_alike(client: Client) -> None:
    run = RunFactory()
    first = EnrolmentFactory(run=run)
    ends = [
        EnrolmentFactory(run=run, merged=True, merged_into=first),
        EnrolmentFactory(run=run, spam=True),
        EnrolmentFactory(run=run, rejected=True, reason=Reason.DUPLICATE),
    ]
    for enrolment, verb in zip(ends, ("merge", "mark_spam", "reject"), strict=True):
        enrolment.events.create(verb=verb, to_state=enrolment.state, actor="staff")
    pages = {page_of(client, enrolment) for enrolment in ends}
    assert len(pages) == 1
    assert str(CLOSED) in pages.pop()


def test_another_rejection_says_why(client: Client) -> None:
    enrolment = EnrolmentFactory(rejected=True, reason=Reason.WRONG_LEVEL)
    assert str(Reason.WRONG_LEVEL.label) in page_of(client, enrolment)


def test_who_waits_reads_their_position(client: Client) -> None:
    run = RunFactory()
    EnrolmentFactory(run=run, waiting=True)
    assert client.get(status_path(EnrolmentFactory(run=run, waiting=True))).context["position"] == 2


def test_a_wish_for_a_course_has_a_page_too(client: Client) -> None:
    centre = CentreFactory()
    enrolment = EnrolmentFactory(without_run=True, waiting=True, centre=centre, county=centre.county)
    text = page_of(client, enrolment)
    assert str(INTEREST) in text
    assert str(EXPLANATIONS[State.WAITING]) not in text


def test_an_appointment_is_shown_until_it_is_over(client: Client) -> None:
    enrolment = EnrolmentFactory(in_review=True)
    Appointment.objects.create(enrolment=enrolment, starts_at=clock.now() + dt.timedelta(hours=2), place="Sala 4")
    path = status_path(enrolment)
    assert "Sala 4" in client.get(path).content.decode()
    with time_machine.travel(clock.now() + dt.timedelta(hours=3)):
        assert "Sala 4" not in client.get(path).content.decode()


@pytest.mark.parametrize("state", list(State))
def test_the_calendar_is_for_who_holds_a_place(client: Client, state: State) -> None:
    response = client.get(status_path(EnrolmentFactory(state=state)))
    assert bool(response.context["subscription"]) == (state in {State.OFFERED, State.CONFIRMED, State.ATTENDING})
    assert ("webcal://" in response.content.decode()) == bool(response.context["subscription"])


def test_the_queries_of_the_page_are_counted(client: Client, django_assert_max_num_queries) -> None:
    run = RunFactory(scheduled=True)
    for _other in range(5):
        EnrolmentFactory(run=run, waiting=True)
    for enrolment in (EnrolmentFactory(run=run, waiting=True), EnrolmentFactory(run=run, offered=True)):
        for _event in range(5):
            enrolment.events.create(verb="wait", to_state=enrolment.state, actor="staff")
        path = status_path(enrolment)
        client.get(path)
        with django_assert_max_num_queries(11):
            client.get(path)


# A link from an earlier message -----------------------------------------------------------------------------


@pytest.fixture
def stale() -> tuple[str, Enrolment]:
    """The path in a message of before the offer, and the enrolment with its offer."""
    enrolment = EnrolmentFactory(waiting=True, person=PersonFactory(phone="+40700000101"))
    path = status_path(enrolment)
    return path, services.offer_place(enrolment=enrolment, user=UserFactory())


def test_an_earlier_link_shows_and_does_not_answer(client: Client, stale: tuple[str, Enrolment]) -> None:
    path, enrolment = stale
    response = client.get(path)
    assert response.status_code == 200
    assert response.context["is_stale"]
    assert response.context["actions"] == []
    assert response.context["change_form"] is None
    assert str(EXPLANATIONS[State.OFFERED]) in response.content.decode()
    for verb in ("confirm", "decline", "withdraw", "contact", "answer"):
        refused = client.post(path, {"verb": verb, "phone": "0700000555", "language": "en", "answer": "Yes"})
        assert refused.status_code == 409
        assert refused.context["notice"]
    enrolment.refresh_from_db()
    assert enrolment.state == State.OFFERED
    assert str(enrolment.person.phone) == "+40700000101"


@pytest.mark.parametrize("state", sorted(set(State) - ACTIVE))
def test_where_nothing_can_be_answered_nobody_is_asked_who_they_are(client: Client, state: State) -> None:
    enrolment = EnrolmentFactory()
    path = status_path(enrolment)
    Enrolment.objects.filter(pk=enrolment.pk).update(state=state, place=1 if state in HOLDS_PLACE else None)
    assert not client.get(path).context["is_stale"]


def test_a_contact_makes_an_earlier_link_a_fresh_one(client: Client, stale: tuple[str, Enrolment]) -> None:
    path, enrolment = stale
    response = client.post(path, {"verb": "identify", "contact": "0700 000 101"})
    assert response.status_code == 303
    assert is_current(response["Location"].split("/")[-2], enrolment)
    assert client.post(response["Location"], {"verb": "confirm"}).status_code == 303
    enrolment.refresh_from_db()
    assert enrolment.state == State.CONFIRMED


def test_a_wrong_contact_is_refused_and_kept(client: Client, stale: tuple[str, Enrolment]) -> None:
    path, _enrolment = stale
    response = client.post(path, {"verb": "identify", "contact": "0700 000 999"})
    assert response.status_code == 422
    assert 'value="0700 000 999"' in response.content.decode()
    assert client.post(path, {"verb": "identify", "contact": ""}).status_code == 422


def test_contacts_cannot_be_tried_out_on_an_earlier_link(client: Client, stale: tuple[str, Enrolment]) -> None:
    path, _enrolment = stale
    change = {"verb": "contact", "phone": "0700000999", "language": "en"}
    for n in range(TRIES_OF_A_REFERENCE):
        data = change if n % 2 else {"verb": "identify", "contact": "0700000999"}
        assert client.post(path, data).status_code in {409, 422}
    refused = client.post(path, {"verb": "identify", "contact": "0700000101"})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert client.post(path, {**change, "phone": "0700000101"}).status_code == 409


# A question from staff --------------------------------------------------------------------------------------


@pytest.fixture
def asked() -> Enrolment:
    """Somebody who was asked something."""
    enrolment = EnrolmentFactory(in_review=True, person=PersonFactory(with_email=True))
    enrolment.questions.create(topic=Topic.TIMES, text="Miercuri?")
    Enrolment.objects.filter(pk=enrolment.pk).update(state=State.NEEDS_INFORMATION)
    enrolment.refresh_from_db()
    return enrolment


def test_a_question_is_read_and_answered(client: Client, asked: Enrolment) -> None:
    path = status_path(asked, "ar")
    text = client.get(path).content.decode()
    with translation.override("ar"):
        assert str(Topic.TIMES.label) in text
    assert "Miercuri?" in text
    for _again in range(2):
        response = client.post(path, {"verb": "answer", "answer": " الأربعاء "})
        assert response.status_code == 303
    assert client.get(response["Location"]).context["done_message"]
    asked.refresh_from_db()
    assert asked.state == State.IN_REVIEW
    assert asked.questions.get().answer == "الأربعاء"
    assert asked.events.get().verb == "answer"


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_answer_that_cannot_be_taken_is_kept(client: Client, asked: Enrolment, text: str) -> None:
    response = client.post(status_path(asked), {"verb": "answer", "answer": text})
    assert response.status_code == 422
    assert response.context["answer_form"].errors
    assert text in response.content.decode()


def test_an_answer_to_what_is_answered_is_not_called_received(client: Client, asked: Enrolment) -> None:
    path = status_path(asked)
    services.answer_question(enrolment=asked, actor=Actor.STAFF, text="On Mondays", user=UserFactory())
    response = client.post(path, {"verb": "answer", "answer": "On Wednesdays"})
    assert response.status_code == 409
    assert "On Wednesdays" in response.content.decode()


# Contact and language ---------------------------------------------------------------------------------------


def change(client: Client, enrolment: Enrolment, **data: str) -> Any:
    language = {"language": enrolment.person.language}
    return client.post(status_path(enrolment), {"verb": "contact", **language, **data})


@pytest.fixture
def reachable() -> Enrolment:
    """Somebody with a phone and an e-mail address."""
    return EnrolmentFactory(person=PersonFactory(phone="+40700000101", email="old@mail.example", language="en"))


def test_a_new_phone_is_kept_as_e164(client: Client, reachable: Enrolment) -> None:
    response = change(client, reachable, phone="٠٧٠٠ ٠٠٠ ٥٥٥")
    assert response.status_code == 303
    shown = client.get(response["Location"])
    assert shown.context["done_message"]
    assert not shown.context["is_stale"]
    reachable.person.refresh_from_db()
    assert str(reachable.person.phone) == "+40700000555"
    assert reachable.person.email == "old@mail.example"


def test_what_is_no_phone_is_said_and_kept(client: Client, reachable: Enrolment) -> None:
    response = change(client, reachable, phone="12 12", email="no address")
    assert response.status_code == 422
    assert set(response.context["change_form"].errors) == {"phone", "email"}
    assert 'value="12 12"' in response.content.decode()
    assert change(client, reachable, language="xx").status_code == 422


def test_the_page_goes_on_in_the_new_language_and_nobody_is_alarmed(client: Client, reachable: Enrolment) -> None:
    response = change(client, reachable, language="ar")
    assert response.status_code == 303
    assert response["Location"].startswith("/ar/status/")
    reachable.person.refresh_from_db()
    assert reachable.person.language == "ar"
    assert str(reachable.person.phone) == "+40700000101"
    assert not Message.objects.exists() and not Task.objects.exists()


def test_pressed_twice_a_change_is_made_once(client: Client, reachable: Enrolment) -> None:
    path = status_path(reachable)
    data = {"verb": "contact", "phone": "0700000555", "language": "uk"}
    for _again in range(2):
        response = client.post(path, data)
        assert response.status_code == 303
        assert client.get(response["Location"]).context["done_message"]
    assert reachable.events.count() == 1


def test_a_guardians_number_is_changed_by_staff(client: Client) -> None:
    enrolment = EnrolmentFactory(person=PersonFactory(phone="+40700000101", guardian_phone="+40700000102"))
    assert set(client.get(status_path(enrolment)).context["change_form"].fields) == {"language"}
    assert change(client, enrolment, phone="0700000555", language="tr").status_code == 303
    enrolment.person.refresh_from_db()
    assert (str(enrolment.person.phone), enrolment.person.language) == ("+40700000101", "tr")


def test_a_contact_is_changed_a_few_times_a_day(client: Client, reachable: Enrolment) -> None:
    for n in range(CHANGES_OF_A_CONTACT):
        assert change(client, reachable, phone=f"070000055{n}").status_code == 303
        reachable.person.refresh_from_db()
    refused = change(client, reachable, phone="0700000666")
    assert refused.status_code == 429
    assert 'value="0700000666"' in refused.content.decode()


def test_an_answer_from_another_site_is_kept(client: Client, reachable: Enrolment, asked: Enrolment) -> None:
    elsewhere = {"Origin": "https://elsewhere.example"}
    response = client.post(status_path(asked), {"verb": "answer", "answer": "On Mondays"}, headers=elsewhere)
    assert response.status_code == 403
    assert "On Mondays" in response.content.decode()
    assert asked.questions.get().answered_at is None
    token = make_token(reachable, STATUS)
    assert client.post(f"/en/status/{token}/", {"verb": "identify"}, headers=elsewhere).status_code == 403
