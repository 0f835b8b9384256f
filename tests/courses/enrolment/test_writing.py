"""Writing to a person in one's own words: sent as written, and read again on their own page."""

from __future__ import annotations

import pytest

from courses.enrolment.errors import Refused
from courses.enrolment.links import status_url
from courses.enrolment.services import add_note, write_to_person
from courses.enrolment.services.writing import LONGEST_MESSAGE
from courses.enrolment.states import Actor, State, Verb
from portal.messages.models import Message
from tests.factories import EnrolmentFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory()


def test_it_goes_out_as_it_was_written(user) -> None:
    enrolment = EnrolmentFactory(person=PersonFactory(email="amina@mail.example", language="en"))
    event = write_to_person(enrolment=enrolment, user=user, text="  Vino mâine\nla {ora} 10.  ")
    assert (event.verb, event.note, event.user, event.actor) == (
        Verb.WRITE,
        "Vino mâine\nla {ora} 10.",
        user,
        Actor.STAFF.value,
    )
    message = Message.objects.about(enrolment.about_key).get()
    assert (message.template, message.language, message.recipient) == ("note", "en", "amina@mail.example")
    assert "Vino mâine\nla {ora} 10." in message.body
    enrolment.refresh_from_db()
    assert enrolment.state == State.SUBMITTED


def test_who_has_no_address_becomes_a_task(user) -> None:
    enrolment = EnrolmentFactory()
    write_to_person(enrolment=enrolment, user=user, text="Vino mâine.")
    task = enrolment.tasks.get()
    assert (task.template, task.done_at) == ("note", None)
    assert "Vino mâine." in task.text
    assert not Message.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST_MESSAGE + 1)])
def test_nothing_and_too_much_are_not_sent(user, text) -> None:
    enrolment = EnrolmentFactory()
    with pytest.raises(Refused) as refused:
        write_to_person(enrolment=enrolment, user=user, text=text)
    assert refused.value.code == "reason"
    assert not enrolment.events.exists()


def test_nobody_is_written_to_about_spam(user) -> None:
    with pytest.raises(Refused):
        write_to_person(enrolment=EnrolmentFactory(spam=True), user=user, text="x")


def test_the_person_reads_it_on_their_page_and_no_staff_note(client, user) -> None:
    enrolment = EnrolmentFactory()
    write_to_person(enrolment=enrolment, user=user, text="Vino <b>mâine</b>.")
    add_note(enrolment=enrolment, user=user, text="Doar între noi")
    page = client.get(status_url(enrolment, "en")).content.decode()
    assert "Vino &lt;b&gt;mâine&lt;/b&gt;." in page
    assert "Doar între noi" not in page
