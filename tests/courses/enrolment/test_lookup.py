"""The way to the status page without a link: nothing that is typed in tells whether somebody is enrolled."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolment.contacts import Contact, contacts_of, is_contact_of, parse_contact
from courses.enrolment.link_requests import MOST_LINKS, REQUESTS_FOR_A_CONTACT, REQUESTS_OF_AN_ADDRESS
from courses.enrolment.links import is_current
from courses.enrolment.models import Enrolment
from courses.enrolment.personal_pages import TRIES_OF_A_REFERENCE, TRIES_OF_AN_ADDRESS
from courses.enrolment.records import Task
from courses.enrolment.references import check_digit
from courses.people.models import Person
from portal import clock
from portal.messages.models import Message
from tests.factories import EnrolmentFactory, PersonFactory, TaskFactory

pytestmark = pytest.mark.django_db

LOOKUP = "/en/status/"
LINK = "/en/status/link/"
UNKNOWN = "10000000" + check_digit("10000000")
ELSEWHERE = {"Origin": "https://elsewhere.example"}


def look_up(client: Client, reference: str, contact: str, **more: Any) -> Any:
    return client.post(LOOKUP, {"reference": reference, "contact": contact}, **more)


def shown(response: Any) -> str:
    """What a page says, without what was typed in."""
    return re.sub(r'value="[^"]*"', "", response.content.decode())


@pytest.fixture
def enrolment() -> Enrolment:
    person = PersonFactory(
        phone="+40700000101",
        email="Amina@Mail.example",
        guardian_phone="+40700000102",
        guardian_email="guardian@mail.example",
        helper_phone="+40700000103",
    )
    return EnrolmentFactory(person=person, reference="200000008"[:8] + check_digit("20000000"))


@pytest.mark.parametrize(
    "contact",
    ["+40700000101", "0700 000 101", "0040 700-000-101", "٠٧٠٠٠٠٠١٠١", " amina@mail.EXAMPLE ", "0700000102",
     "Guardian@mail.example", "0700000103"],
)  # fmt: skip
def test_reference_and_contact_open_the_status_page(client: Client, enrolment: Enrolment, contact: str) -> None:
    response = look_up(client, enrolment.reference, contact)
    assert response.status_code == 303
    token = response["Location"].split("/")[-2]
    assert is_current(token, enrolment)
    assert client.get(response["Location"]).context["enrolment"] == enrolment


@pytest.mark.parametrize("typed", ["200 000 {}", "٢٠٠٠٠٠{}", "200-000-{}", " 200000{}."])
def test_a_reference_is_read_as_people_write_it(client: Client, enrolment: Enrolment, typed: str) -> None:
    assert look_up(client, typed.format(enrolment.reference[6:]), "0700000101").status_code == 303


def test_the_page_goes_on_in_the_readers_language(client: Client, enrolment: Enrolment) -> None:
    response = client.post("/uk/status/", {"reference": enrolment.reference, "contact": "0700000101"})
    assert response["Location"].startswith("/uk/status/")


def test_unknown_and_known_get_one_answer_after_the_same_work(client: Client, enrolment: Enrolment) -> None:
    answers = []
    for reference, contact in ((enrolment.reference, "0700000999"), (UNKNOWN, "0700000999"), (UNKNOWN, "0700000101")):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = look_up(client, reference, contact)
        answers.append((response.status_code, shown(response), len(queries)))
    assert answers[0][0] == 422
    assert answers[0] == answers[1] == answers[2]


def test_a_mistyped_digit_is_said_and_nothing_typed_is_lost(client: Client) -> None:
    wrong = UNKNOWN[:-1] + str((int(UNKNOWN[-1]) + 1) % 10)
    for reference in (wrong, "123", "reference"):
        response = look_up(client, reference, "0700 000 101")
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["reference"]
        assert f'value="{reference}"' in response.content.decode()
        assert 'value="0700 000 101"' in response.content.decode()


@pytest.mark.parametrize("contact", ["", "nonsense", "12", "@", "a@b", "0" * 300])
def test_what_is_no_contact_is_said_next_to_the_field(client: Client, contact: str) -> None:
    response = look_up(client, UNKNOWN, contact)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["contact"]


@pytest.mark.parametrize("known", [True, False])
def test_guesses_for_a_reference_are_limited_from_any_address(
    client: Client, enrolment: Enrolment, known: bool
) -> None:
    reference = enrolment.reference if known else UNKNOWN
    for n in range(TRIES_OF_A_REFERENCE):
        assert look_up(client, reference, "0700000999", REMOTE_ADDR=f"192.0.2.{n}").status_code == 422
    refused = look_up(client, reference, "0700000101", REMOTE_ADDR="192.0.2.200")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert 'value="0700000101"' in refused.content.decode()
    with time_machine.travel(clock.now() + dt.timedelta(hours=1)):
        again = look_up(client, reference, "0700000101", REMOTE_ADDR="192.0.2.200")
        assert again.status_code == (303 if known else 422)


def test_guesses_from_an_address_are_limited_for_any_reference(client: Client) -> None:
    for n in range(TRIES_OF_AN_ADDRESS):
        digits = f"3000{n:04d}"
        assert look_up(client, digits + check_digit(digits), "0700000999").status_code == 422
    assert look_up(client, UNKNOWN, "0700000999").status_code == 429
    assert look_up(client, UNKNOWN, "0700000999", REMOTE_ADDR="192.0.2.7").status_code == 422


def test_another_site_can_send_neither_form(client: Client, enrolment: Enrolment) -> None:
    refused = look_up(client, enrolment.reference, "0700000101", headers=ELSEWHERE)
    assert refused.status_code == 403
    assert 'value="0700000101"' in refused.content.decode()
    assert client.post(LINK, {"contact": "amina@mail.example"}, headers=ELSEWHERE).status_code == 403
    assert not Message.objects.exists()


@pytest.mark.parametrize("path", [LOOKUP, LINK, f"{LINK}?sent"])
def test_looking_changes_nothing_and_is_kept_by_nobody(client: Client, path: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies
    assert client.head(path).status_code == 200


# A lost link -----------------------------------------------------------------------------------------------


def ask(client: Client, contact: str, **more: Any) -> Any:
    return client.post(LINK, {"contact": contact}, **more)


def test_a_lost_link_goes_to_the_contact_on_file(client: Client) -> None:
    enrolment = EnrolmentFactory(person=PersonFactory(with_email=True, helper_phone="+40700000103"))
    assert ask(client, "0700 000 103").status_code == 303
    message = Message.objects.get()
    assert (message.template, message.recipient) == ("link", enrolment.person.email)
    assert "/en/status/" in message.body


def test_who_has_only_a_phone_is_called_once(client: Client) -> None:
    enrolment = EnrolmentFactory(person=PersonFactory(phone="+40700000101"))
    for _again in range(2):
        assert ask(client, "0700000101").status_code == 303
    task = Task.objects.get()
    assert (task.enrolment, task.template) == (enrolment, "link")
    assert not Message.objects.exists()


def test_a_family_gets_the_links_of_its_newest_enrolments(client: Client) -> None:
    for _child in range(MOST_LINKS + 1):
        EnrolmentFactory(person=PersonFactory(with_email=True, guardian_email="guardian@mail.example"))
    EnrolmentFactory(withdrawn=True, person=PersonFactory(with_email=True, guardian_email="guardian@mail.example"))
    ask(client, "guardian@mail.example")
    newest = Enrolment.objects.exclude(state="withdrawn").order_by("-pk")[:MOST_LINKS]
    assert set(Message.objects.values_list("about", flat=True)) == {enrolment.about_key for enrolment in newest}


@pytest.mark.parametrize("with_email", [True, False])
def test_known_and_unknown_contacts_cost_the_same(client: Client, with_email: bool) -> None:
    person = PersonFactory(with_email=with_email, phone="+40700000101")
    EnrolmentFactory(person=person)
    work = []
    for contact in (person.email or "0700000101", "nobody@mail.example" if with_email else "0700000999"):
        with CaptureQueriesContext(connection) as queries:
            response = ask(client, contact)
        kinds = [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]]
        work.append((response.status_code, response["Location"], kinds))
        assert (Message if with_email else Task).objects.count() == 1
    assert work[0] == work[1]


def test_an_empty_portal_answers_alike(client: Client) -> None:
    assert ask(client, "nobody@mail.example").status_code == 303


def test_a_contact_is_written_to_a_few_times_a_day(client: Client) -> None:
    EnrolmentFactory(person=PersonFactory(email="reader@mail.example"))
    for n in range(REQUESTS_FOR_A_CONTACT):
        assert ask(client, "Reader@mail.example", REMOTE_ADDR=f"192.0.2.{n}").status_code == 303
    for contact in ("reader@mail.example", "READER@mail.example"):
        refused = ask(client, contact, REMOTE_ADDR="192.0.2.200")
        assert refused.status_code == 429
        assert f'value="{contact}"' in refused.content.decode()
    assert Message.objects.count() == REQUESTS_FOR_A_CONTACT


def test_an_unknown_contact_is_limited_alike(client: Client) -> None:
    codes = [ask(client, "nobody@mail.example", REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(5)]
    assert codes == [303] * REQUESTS_FOR_A_CONTACT + [429, 429]


def test_an_address_asks_a_few_times_an_hour(client: Client) -> None:
    codes = [ask(client, f"nobody{n}@mail.example").status_code for n in range(REQUESTS_OF_AN_ADDRESS + 1)]
    assert codes == [303] * REQUESTS_OF_AN_ADDRESS + [429]


def test_a_task_about_something_else_does_not_stop_the_link(client: Client) -> None:
    enrolment = EnrolmentFactory(person=PersonFactory(phone="+40700000101"))
    TaskFactory(enrolment=enrolment)
    TaskFactory(enrolment=enrolment, template="link", done_at=clock.now())
    ask(client, "0700000101")
    assert enrolment.tasks.filter(template="link", done_at=None).count() == 1


# Contacts ---------------------------------------------------------------------------------------------------


@given(st.text(max_size=60))
def test_any_text_is_a_contact_or_refused(text: str) -> None:
    try:
        contact = parse_contact(text)
    except ValueError:
        return
    assert bool(contact.phone) != bool(contact.email)
    assert parse_contact(str(contact)) == contact


def test_only_given_contacts_are_somebodys() -> None:
    person = Person(phone="+40700000101", email="Amina@mail.example")
    assert contacts_of(person) == ["+40700000101", "amina@mail.example"]
    assert is_contact_of(person, Contact(email="amina@mail.example"))
    assert not is_contact_of(person, Contact(phone="+40700000102"))
    assert not is_contact_of(None, Contact(phone="+40000000000"))
