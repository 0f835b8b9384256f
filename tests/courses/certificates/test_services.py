"""Issuing, taking back, correcting: who gets one, which number it has, what the history says, who is told."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.certificates.models import Certificate
from courses.certificates.services import (
    correct_certificate,
    issue_certificate,
    issue_for_run,
    revoke_certificate,
)
from courses.enrolment.errors import Refused
from courses.enrolment.records import Task
from courses.enrolment.states import Verb
from portal import clock
from portal.messages.models import Message

pytestmark = pytest.mark.django_db


def verbs(enrolment) -> list[str]:
    return list(enrolment.events.values_list("verb", flat=True))


def test_a_certificate_says_what_was_learned_where_and_by_whom(learner, staff, run) -> None:
    enrolment = learner("Олена Зоряна", latin_name="Olena Zoriana", language="uk", exit_level="A1")
    certificate = issue_certificate(enrolment=enrolment, user=staff, signed_by="Ana Exemplu")
    assert re.fullmatch(rf"{clock.today().year}-\d{{6}}", certificate.number)
    assert (certificate.name, certificate.latin_name, certificate.language) == ("Олена Зоряна", "Olena Zoriana", "uk")
    assert (certificate.course_kind, certificate.course_level, certificate.exit_level) == ("romanian", "A1", "A1")
    assert (certificate.hours, certificate.starts_on, certificate.ends_on) == (60, run.starts_on, run.ends_on)
    assert certificate.organisation_id == run.organisation_id
    assert (certificate.centre_name, certificate.city) == ("Centrul Iași", "Iași")
    assert (certificate.issued_by, certificate.issued_on) == (staff, clock.today())
    assert certificate.percent is None
    assert certificate.is_valid


@pytest.mark.parametrize("state", ["attending", "confirmed", "dropped", "offered"])
def test_only_who_has_completed_the_course_gets_one(learner, staff, state) -> None:
    enrolment = learner(**{state: True})
    with pytest.raises(Refused):
        issue_certificate(enrolment=enrolment, user=staff)
    assert not Certificate.objects.exists()
    assert verbs(enrolment) == []


def test_there_is_one_valid_certificate(learner, staff) -> None:
    enrolment = learner()
    issue_certificate(enrolment=enrolment, user=staff)
    with pytest.raises(Refused):
        issue_certificate(enrolment=enrolment, user=staff)
    assert Certificate.objects.count() == 1


def test_the_person_is_told_in_their_language_with_their_link(learner, staff) -> None:
    enrolment = learner(language="ro", email="amina@mail.example")
    certificate = issue_certificate(enrolment=enrolment, user=staff)
    message = Message.objects.get(template="certificate")
    assert message.language == "ro"
    assert "/ro/status/" in message.body
    event = enrolment.events.get()
    assert (event.verb, event.note, event.user) == (Verb.CERTIFY, certificate.number, staff)


def test_who_has_no_address_is_called(learner, staff) -> None:
    enrolment = learner()
    issue_certificate(enrolment=enrolment, user=staff)
    assert Task.objects.get().template == "certificate"


def test_a_latin_name_that_says_nothing_new_is_left_out(learner, staff) -> None:
    certificate = issue_certificate(enrolment=learner("Sam Sample", latin_name="SAM SAMPLE"), user=staff)
    assert certificate.latin_name == ""


def test_a_name_can_be_given(learner, staff) -> None:
    enrolment = learner("Sam", latin_name="x")
    certificate = issue_certificate(enrolment=enrolment, user=staff, name="Sam Sample", latin_name="")
    assert (certificate.name, certificate.latin_name) == ("Sam Sample", "")
    enrolment.person.refresh_from_db()
    assert enrolment.person.name == "Sam"


def test_numbers_follow_each_other_and_begin_anew_each_year(learner, staff, run, time_machine) -> None:
    year = clock.today().year
    assert issue_certificate(enrolment=learner(), user=staff).number == f"{year}-000001"
    learner(), learner()
    assert [each.number for each in issue_for_run(run=run, user=staff)] == [f"{year}-000002", f"{year}-000003"]
    enrolment = learner()
    time_machine.move_to(clock.now().replace(year=year + 1))
    assert issue_certificate(enrolment=enrolment, user=staff).number == f"{year + 1}-000001"


def test_a_run_is_issued_what_is_missing(learner, staff, run) -> None:
    has_one, without, not_yet = learner(), learner(), learner(attending=True)
    first = issue_certificate(enrolment=has_one, user=staff)
    revoked = learner()
    revoke_certificate(certificate=issue_certificate(enrolment=revoked, user=staff), user=staff, reason="Typo")
    issued = issue_for_run(run=run, user=staff, signed_by="Ana Exemplu")
    assert {each.enrolment for each in issued} == {without, revoked}
    assert first.pk not in {each.pk for each in issued}
    assert all(each.signed_by == "Ana Exemplu" for each in issued)
    assert verbs(without) == [Verb.CERTIFY]
    assert verbs(not_yet) == []
    assert issue_for_run(run=run, user=staff) == []


def test_a_run_of_any_size_takes_the_same_queries(learner, staff, run) -> None:
    def issue(count: int) -> int:
        for _each in range(count):
            learner(email="learner@mail.example")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(issue_for_run(run=run, user=staff)) == count
        return len(queries)

    assert issue(2) == issue(9)


def test_taking_back_needs_a_reason_and_stays_in_the_history(learner, staff) -> None:
    enrolment = learner()
    certificate = issue_certificate(enrolment=enrolment, user=staff)
    with pytest.raises(Refused):
        revoke_certificate(certificate=certificate, user=staff, reason="  ")
    revoked = revoke_certificate(certificate=certificate, user=staff, reason="Issued by mistake")
    assert not revoked.is_valid
    assert (revoked.revoked_by, revoked.revoked_because) == (staff, "Issued by mistake")
    event = enrolment.events.last()
    assert (event.verb, event.note) == (Verb.REVOKE, f"{certificate.number}: Issued by mistake")
    with pytest.raises(Refused):
        revoke_certificate(certificate=certificate, user=staff, reason="Again")


def test_who_loses_a_certificate_is_told_in_their_language_without_the_reason(learner, staff) -> None:
    certificate = issue_certificate(enrolment=learner(language="ro", email="amina@mail.example"), user=staff)
    revoke_certificate(certificate=certificate, user=staff, reason="Took somebody else's name")
    message = Message.objects.get(template="certificate_revoked")
    assert message.language == "ro"
    assert "mai este valabil" in message.body
    assert "somebody" not in message.subject + message.body


def test_who_has_no_address_is_called_about_it(learner, staff) -> None:
    certificate = issue_certificate(enrolment=learner(), user=staff)
    revoke_certificate(certificate=certificate, user=staff, reason="Issued by mistake")
    assert [task.template for task in Task.objects.order_by("pk")] == ["certificate", "certificate_revoked"]


def test_a_correction_tells_of_the_new_certificate_only(learner, staff) -> None:
    wrong = issue_certificate(enrolment=learner(email="amina@mail.example"), user=staff)
    correct_certificate(certificate=wrong, user=staff, name="Amina", latin_name="", signed_by="", reason="Typo")
    assert list(Message.objects.values_list("template", flat=True)) == ["certificate", "certificate"]


def test_a_correction_replaces_the_certificate(learner, staff) -> None:
    enrolment = learner("Amina Exmplu")
    wrong = issue_certificate(enrolment=enrolment, user=staff)
    right = correct_certificate(
        certificate=wrong, user=staff, name="Amina Exemplu", latin_name="", signed_by="", reason="Typo"
    )
    wrong.refresh_from_db()
    assert not wrong.is_valid
    assert right.name == "Amina Exemplu"
    assert right.number > wrong.number
    assert right.code != wrong.code
    assert verbs(enrolment) == [Verb.CERTIFY, Verb.REVOKE, Verb.CERTIFY]


def test_a_correction_that_cannot_issue_takes_nothing_back(learner, staff) -> None:
    enrolment = learner()
    certificate = issue_certificate(enrolment=enrolment, user=staff)
    type(enrolment).objects.filter(pk=enrolment.pk).update(state="dropped", place=None)
    with pytest.raises(Refused):
        correct_certificate(
            certificate=certificate, user=staff, name="Other", latin_name="", signed_by="", reason="Typo"
        )
    certificate.refresh_from_db()
    assert certificate.is_valid


def test_a_run_is_issued_with_the_latin_names_that_staff_write(learner, staff, run) -> None:
    given, known = learner("أمل", language="ar"), learner("Олена", latin_name="Olena", language="uk")
    issued = issue_for_run(run=run, user=staff, latin_names={given.pk: " Amal "})
    assert {each.enrolment: each.latin_name for each in issued} == {given: "Amal", known: "Olena"}
