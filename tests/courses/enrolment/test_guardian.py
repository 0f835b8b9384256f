"""Learners under 16: a parent or guardian is named and agrees; others are never asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from courses.enrolment.forms.guardian import may_be_under_consent_age
from courses.enrolment.models import Enrolment
from courses.people.models import Person
from portal import clock
from tests.factories import RunFactory

pytestmark = pytest.mark.django_db

ANSWERS = {"name": "Maryam", "phone": "0720 000 001", "consent": "on", "submission_id": "b" * 32}
GUARDIAN = {"guardian_name": "مريم الأم", "guardian_phone": "0720 000 002"}


def post(client: Client, answers: dict[str, str], **run: object) -> Any:
    return client.post(f"/en/enrol/{RunFactory(**run).pk}/", answers)


@pytest.mark.parametrize(("age_reached", "asked"), [(0, True), (10, True), (16, True), (17, False), (60, False)])
def test_only_the_year_is_known_so_it_is_asked_until_sixteen_is_certain(age_reached: int, asked: bool) -> None:
    assert may_be_under_consent_age(clock.today().year - age_reached) is asked


def test_without_a_year_nobody_is_taken_for_a_child() -> None:
    assert not may_be_under_consent_age(None)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"is_child": "on"}, {"guardian_name", "guardian_phone"}),
        ({"birth_year": "2014"}, {"guardian_name", "guardian_phone"}),
        ({"is_child": "on", "guardian_name": "\u200b"}, {"guardian_name", "guardian_phone"}),
        ({"guardian_name": "Mama"}, {"guardian_phone"}),
        ({"guardian_phone": "0720 000 002"}, {"guardian_name"}),
        ({**GUARDIAN, "guardian_phone": "abc"}, {"guardian_phone"}),
        ({**GUARDIAN, "guardian_email": "nobody"}, {"guardian_email"}),
        ({**GUARDIAN, "guardian_name": "x" * 101}, {"guardian_name"}),
    ],
)
def test_what_is_missing_of_a_guardian_is_said_beside_its_field(
    client: Client, changes: dict[str, str], wrong: set[str]
) -> None:
    response = post(client, {**ANSWERS, **changes})
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) == wrong
    page = response.content.decode()
    for name in wrong:
        assert f'id="id_{name}_error"' in page
        assert f'href="#id_{name}"' in page
    closed = {field.name for group in form.groups if group.collapsed for field in group.fields}
    assert not closed & {"guardian_name", "guardian_phone"}, "what is to be mended is in sight"
    assert 'value="Maryam"' in page
    for name in ("guardian_name", "guardian_phone", "guardian_email", "birth_year"):
        assert not changes.get(name) or f'value="{changes[name]}"' in page
    assert not Enrolment.objects.exists()


def test_a_guardian_is_kept_with_the_learner(client: Client) -> None:
    answers = {**ANSWERS, **GUARDIAN, "is_child": "on", "guardian_email": "mama@demo.example"}
    assert post(client, answers).status_code == 303
    person = Person.objects.get()
    assert person.guardian_name == "مريم الأم"
    assert (person.phone.as_e164, person.guardian_phone.as_e164) == ("+40720000001", "+40720000002")
    assert person.guardian_email == "mama@demo.example"


def test_a_learner_without_a_phone_is_reached_through_the_guardian(client: Client) -> None:
    assert post(client, {**ANSWERS, **GUARDIAN, "phone": ""}).status_code == 303
    assert Person.objects.get().phone.as_e164 == "+40720000002"


def test_a_phone_that_is_mistyped_is_not_replaced_by_the_guardians(client: Client) -> None:
    response = post(client, {**ANSWERS, **GUARDIAN, "phone": "abc"})
    assert list(response.context["form"].errors) == ["phone"]


def test_nobody_else_is_asked_and_nothing_of_a_guardian_is_kept(client: Client) -> None:
    assert post(client, {**ANSWERS, "birth_year": "1990"}).status_code == 303
    person = Person.objects.get()
    assert (person.guardian_name, str(person.guardian_phone), person.guardian_email) == ("", "", "")


def test_the_agreement_says_who_gives_it_and_stays_the_text_that_was_ticked(client: Client) -> None:
    run = RunFactory()
    before = client.get(f"/en/enrol/{run.pk}/").context["form"]["consent"]
    after = client.post(f"/en/enrol/{run.pk}/", {**ANSWERS, "is_child": "on"}).context["form"]["consent"]
    assert before.help_text == "For a learner under 16, a parent or guardian ticks this."
    assert (after.label, after.help_text) == (before.label, before.help_text)
    assert after.value()


class TestGroupsOfChildren:
    """One contact, which is the guardian's; the year of birth is needed."""

    def test_the_form_asks_for_the_child_and_one_contact(self, client: Client) -> None:
        form = client.get(f"/en/enrol/{RunFactory(audience='children').pk}/").context["form"]
        assert [field.name for field in form.groups[0].fields] == ["name", "birth_year", "guardian_name"]
        assert not {"is_child", "guardian_phone", "is_assisted"} & set(form.fields)
        assert form["consent"].label.startswith("I am the parent or guardian.")

    def test_year_and_guardian_are_needed(self, client: Client) -> None:
        response = post(client, ANSWERS, audience="children")
        assert set(response.context["form"].errors) == {"birth_year", "guardian_name"}

    def test_the_contact_is_the_guardians(self, client: Client) -> None:
        answers = {**ANSWERS, "guardian_name": "Mama", "birth_year": str(clock.today().year - 9)}
        assert post(client, answers, audience="children").status_code == 303
        person = Person.objects.get()
        assert person.guardian_name == "Mama"
        assert person.phone == person.guardian_phone
        assert person.phone.as_e164 == "+40720000001"
