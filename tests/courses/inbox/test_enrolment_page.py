"""An enrolment's page: everything about it on one screen, as written, in a fixed number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from courses.inbox.contact import greeting
from tests.factories import EnrolmentFactory, EventFactory, MessageFactory, TaskFactory

pytestmark = pytest.mark.django_db


def page_of(client, enrolment: Enrolment) -> str:
    response = client.get(reverse("inbox:enrolment", args=[enrolment.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_who_and_how_to_reach_them(staff_client, enrol) -> None:
    enrolment = enrol("أمينة", language="ar", phone="+40745123456", email="amina@mail.example", reference="417203356")
    enrolment.person.helper_name = "Maria"
    enrolment.person.save()
    page = page_of(staff_client, enrolment)
    assert "417 203 356" in page
    assert '<bdi lang="ar">أمينة</bdi>' in page
    assert "tel:+40745123456" in page
    assert "mailto:amina@mail.example" in page
    assert "https://wa.me/40745123456?text=" in page
    assert "leave a message: speak to this person only" in page
    assert "Maria" in page


def test_a_message_may_be_left_where_the_person_says_so(staff_client, enrol) -> None:
    enrolment = enrol()
    enrolment.person.may_leave_message = True
    enrolment.person.save()
    page = page_of(staff_client, enrolment)
    assert "A message may be left." in page
    assert "speak to this person only" not in page


def test_places_of_the_run(staff_client, enrol) -> None:
    enrol(confirmed=True)
    enrol(waiting=True)
    page = page_of(staff_client, enrol())
    assert "1 of 2 taken" in page
    assert "1 place left" in page
    assert "1 person on the waiting list" in page


def test_a_comment_is_kept_as_written(staff_client, enrol) -> None:
    page = page_of(staff_client, enrol(comment="سطر\n<script>alert(1)</script>"))
    assert "سطر<br>&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'dir="auto"' in page


def test_suspicion_is_said(staff_client, enrol) -> None:
    assert "Filled in a hidden field" in page_of(staff_client, enrol(suspicion="honeypot"))


@pytest.mark.parametrize("state", [state for state in State if state != State.SUBMITTED])
def test_every_state_has_a_page(staff_client, enrol, state) -> None:
    page_of(staff_client, enrol(**{state.value: True}))


def test_an_enrolment_without_a_run_has_a_page(staff_client, centre) -> None:
    page = page_of(staff_client, EnrolmentFactory(without_run=True, centre=centre))
    assert "None fitted" in page


def test_a_person_without_a_phone_has_no_whatsapp_link(staff_client, enrol) -> None:
    enrolment = enrol(email="amina@mail.example")
    enrolment.person.phone = ""
    enrolment.person.save()
    TaskFactory(enrolment=enrolment)
    page = page_of(staff_client, enrolment)
    assert "wa.me" not in page
    assert "tel:" not in page


def test_the_greeting_names_who_writes_and_about_what(enrol) -> None:
    text = greeting(enrol("Amina", reference="417203356"))
    assert "Amina" in text
    assert "Centrul Iași" in text
    assert "417 203 356" in text


def test_as_many_queries_with_a_long_history_as_with_a_short_one(staff_client, staff, enrol) -> None:
    enrolment = enrol(assignee=staff)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(staff_client, enrolment)
        return len(queries)

    def add(number: int) -> None:
        for _index in range(number):
            EventFactory(enrolment=enrolment, user=staff, verb="note", note="x")
            TaskFactory(enrolment=enrolment, done_by=staff)
            MessageFactory(about=enrolment.about_key)

    add(2)
    count()
    few = count()
    add(10)
    assert count() == few
    assert few <= 30


def test_the_place_in_the_queue_and_why(staff_client, enrol) -> None:
    enrol(waiting=True)
    page = page_of(staff_client, enrol(waiting=True, priority=1, priority_reason="childcare"))
    assert "position 1, since" in page
    assert "Who needs childcare" in page


def test_a_wish_says_where(staff_client, centre) -> None:
    page = page_of(staff_client, EnrolmentFactory(without_run=True, centre=centre, accepts_online=False))
    assert "Not online." in page
    assert "Iași" in page


def test_who_wrote_it_down(staff_client, colleague, enrol) -> None:
    page = page_of(staff_client, enrol(source="staff", entered_by=colleague))
    assert "Written down by a colleague" in page
    assert "Mihai Coleg" in page


def test_a_childs_guardian_is_reached_too(staff_client, enrol) -> None:
    enrolment = enrol()
    enrolment.person.guardian_name = "Olena Exemplu"
    enrolment.person.guardian_phone = "+40745000002"
    enrolment.person.save()
    page = page_of(staff_client, enrolment)
    assert "Olena Exemplu" in page
    assert "tel:+40745000002" in page
