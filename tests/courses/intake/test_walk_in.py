"""Somebody who stands before staff: one screen, one enrolment, nothing lost."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from courses.enrolment.codes import Source
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Task
from courses.enrolment.states import State
from courses.people.models import Person
from courses.people.names import match_key
from portal import clock
from portal.messages.models import Message
from tests.courses.inbox.conftest import may_enter
from tests.factories import EnrolmentFactory, RunFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "intake:walk_in"


@pytest.fixture
def answers(run):
    """What a colleague typed; ``answers(name=...)`` for another one."""

    def make(**changes: str) -> dict[str, str]:
        typed = {
            "run": str(run.pk),
            "name": "Amina Exemplu",
            "phone": "0700 000 001",
            "language": "ar",
            "contact_by": "call",
            "level": "A1",
            "consent": "on",
            "then": "keep",
            "read_out": f"{run.organisation.pk}:ar:learner",
            "submission_id": "abc",
        }
        return {name: value for name, value in (typed | changes).items() if value}

    return make


def save(client: Client, answers: dict[str, str]):
    return client.post(reverse(PAGE), answers)


def test_the_page_begins_with_the_last_language_and_the_run_of_the_address(staff_client, staff, run, enrol) -> None:
    enrol(language="uk", entered_by=staff)
    page = staff_client.get(reverse(PAGE), {"run": run.pk})
    form = page.context["form"]
    assert (form["language"].value(), str(form["run"].value())) == ("uk", str(run.pk))
    assert page.context["read_out"].language.code == "uk"
    assert f"{run.organisation.name}" in page.context["read_out"].text
    assert page.content.decode().count("autofocus") == 1


def test_saved_means_an_enrolment_and_an_empty_form_for_the_next(staff_client, staff, run, answers) -> None:
    response = save(staff_client, answers(comment="doar după 17", needs_childcare="on"))
    enrolment = Enrolment.objects.get()
    assert response.status_code == 302
    assert (enrolment.state, enrolment.source, enrolment.entered_by) == (State.SUBMITTED, Source.STAFF, staff)
    assert (enrolment.person.name, str(enrolment.person.phone)) == ("Amina Exemplu", "+40700000001")
    assert (enrolment.consent_language, enrolment.comment) == ("ar", "doar după 17")
    page = staff_client.get(response["Location"])
    text = page.content.decode()
    assert reverse("inbox:enrolment", args=[enrolment.pk]) in text
    assert "{#" not in text
    form = page.context["form"]
    assert (str(form["run"].value()), form["language"].value(), form["name"].value()) == (str(run.pk), "ar", None)
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("then", "state", "template"),
    [("offer", State.OFFERED, "offer"), ("confirm", State.CONFIRMED, "confirmed"), ("wait", State.WAITING, "waiting")],
)
def test_the_next_step_is_taken_at_once_with_one_message(staff_client, answers, then, state, template) -> None:
    save(staff_client, answers(then=then, email="amina@mail.example"))
    enrolment = Enrolment.objects.get()
    assert enrolment.state == state
    assert [message.template for message in Message.objects.about(enrolment.about_key)] == [template]
    assert enrolment.untold == ""


def test_who_has_only_a_phone_is_told_across_the_desk(staff_client, answers) -> None:
    response = save(staff_client, answers(then="confirm"))
    task = Task.objects.get()
    assert (task.template, task.done_at is not None) == ("confirmed", True)
    assert task.text[:30] in staff_client.get(response["Location"]).context["to_say"].text


def test_a_doubled_click_is_one_enrolment(staff_client, answers) -> None:
    for _click in range(2):
        assert save(staff_client, answers(then="offer")).status_code == 302
    assert Enrolment.objects.get().place == 1
    assert Person.objects.count() == 1


def test_a_full_group_is_said_and_nothing_is_kept_or_lost(staff_client, run, answers) -> None:
    for _place in range(run.capacity):
        EnrolmentFactory(run=run, confirmed=True)
    response = save(staff_client, answers(then="offer"))
    assert response.status_code == 422
    assert "taken" in str(response.context["form"].errors["then"])
    assert response.context["form"]["name"].value() == "Amina Exemplu"
    assert not Person.objects.filter(name="Amina Exemplu").exists()


def test_going_past_others_asks_for_a_reason(staff_client, run, answers) -> None:
    EnrolmentFactory(run=run, waiting=True)
    response = save(staff_client, answers(then="confirm"))
    assert response.status_code == 422
    assert response.context["asks_for_reason"]
    assert save(staff_client, answers(then="confirm", reason="greșeala noastră")).status_code == 302
    assert Enrolment.objects.get(person__name="Amina Exemplu").state == State.CONFIRMED


def test_the_same_person_is_shown_before_saving_and_then_saved_all_the_same(staff_client, run, enrol, answers) -> None:
    known = enrol("Exemplu Amina", phone="+40700000001")
    Person.objects.update(match_key=match_key("Exemplu Amina"))
    response = save(staff_client, answers())
    assert response.status_code == 422
    assert [double.label for double, _shown in response.context["doubles"]] == [known.reference]
    form = response.context["form"]
    assert (form["name"].value(), form["consent"].value()) == ("Amina Exemplu", True)
    assert "{#" not in response.content.decode()
    assert Enrolment.objects.count() == 1
    assert save(staff_client, answers(known_doubles=form["known_doubles"].value())).status_code == 302
    assert Enrolment.objects.count() == 2


@pytest.mark.parametrize("change", [{"name": "Leila Exemplu"}, {"phone": "0700 000 002"}])
def test_a_family_and_a_namesake_are_no_doubles(staff_client, enrol, answers, change) -> None:
    enrol("Amina Exemplu", phone="+40700000001")
    assert save(staff_client, answers(**change)).status_code == 302


def test_another_text_than_the_one_shown_needs_another_tick(staff_client, run, answers) -> None:
    response = save(staff_client, answers(language="uk"))
    form = response.context["form"]
    assert response.status_code == 422
    assert "another one now" in str(form.errors["consent"])
    assert not form["consent"].value()
    assert response.context["read_out"].language.code == "uk"
    assert form["read_out"].value() == f"{run.organisation.pk}:uk:learner"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\u200f"}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"email": "x"}, "email"),
        ({"consent": ""}, "consent"),
        ({"run": ""}, "run"),
        ({"birth_year": "1200"}, "birth_year"),
        ({"contact_by": "email"}, "email"),
        ({"then": "fly"}, "then"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(staff_client, answers, change, field) -> None:
    response = save(staff_client, answers(comment="rămâne", **change))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "rămâne" in response.content.decode()
    assert not Enrolment.objects.exists()


def test_under_16_a_guardian_agrees(staff_client, run, answers) -> None:
    year = str(clock.today().year - 10)
    alone = save(staff_client, answers(birth_year=year))
    assert {"guardian_name", "guardian_phone", "consent"} <= set(alone.context["form"].errors)
    read_out = f"{run.organisation.pk}:ar:guardian"
    assert alone.context["form"]["read_out"].value() == read_out
    guardian = {"guardian_name": "Amina", "guardian_phone": "0700000009", "phone": "", "read_out": read_out}
    assert save(staff_client, answers(birth_year=year, name="Omar", **guardian)).status_code == 302
    person = Person.objects.get()
    assert (person.guardian_name, str(person.guardian_phone), str(person.phone)) == (
        "Amina",
        "+40700000009",
        "+40700000009",
    )


def test_runs_of_other_centres_and_runs_that_are_over_can_not_be_chosen(
    staff_client, centre, other_centre, answers
) -> None:
    for foreign in (
        RunFactory(centre=other_centre),
        RunFactory(centre=centre, draft=True),
        RunFactory(centre=centre, cancelled=True),
        RunFactory(centre=centre, past=True),
    ):
        response = save(staff_client, answers(run=str(foreign.pk)))
        assert "run" in response.context["form"].errors
    assert not Enrolment.objects.exists()


def test_a_run_whose_form_is_closed_comes_after_the_open_ones_and_can_be_chosen(
    staff_client, centre, run, answers
) -> None:
    closed = RunFactory(centre=centre, closed=True, starts_on=clock.today())
    groups = list(staff_client.get(reverse(PAGE)).context["form"].fields["run"].choices)
    assert [str(choice[0].value) for _heading, some in groups[1:] for choice in some] == [str(run.pk), str(closed.pk)]
    response = save(staff_client, answers(run=str(closed.pk), read_out=f"{closed.organisation.pk}:ar:learner"))
    assert response.status_code == 302


def test_who_works_for_no_centre_meets_nothing(answers) -> None:
    client = Client()
    client.force_login(may_enter(UserFactory()))
    assert client.get(reverse(PAGE)).status_code == 404
    assert save(client, answers()).status_code == 404
    assert not Enrolment.objects.exists()


def test_somebody_elses_enrolment_is_not_shown_as_saved(staff_client, other_centre) -> None:
    foreign = EnrolmentFactory(run=RunFactory(centre=other_centre))
    for saved in (str(foreign.pk), "x", "9" * 40):
        assert "saved" not in staff_client.get(reverse(PAGE), {"saved": saved}).context


def test_the_page_takes_the_same_queries_for_many_runs(
    staff_client, centre, run, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    staff_client.get(reverse(PAGE))
    with django_assert_max_num_queries(20) as first:
        staff_client.get(reverse(PAGE))
    RunFactory.create_batch(5, centre=centre)
    with django_assert_num_queries(len(first)):
        staff_client.get(reverse(PAGE))


def test_the_inbox_leads_here(staff_client, run) -> None:
    page = staff_client.get(reverse("inbox:index")).content.decode()
    assert reverse(PAGE) in page
    assert reverse("intake:upload") in page


def test_the_page_of_a_run_leads_its_staff_here_with_the_run_chosen(staff, staff_client, centre, run) -> None:
    staff.user_permissions.add(*Permission.objects.filter(codename__in=["view_run", "change_run"]))
    over = RunFactory(centre=centre, past=True)
    for shown, leads in ((run, True), (over, False)):
        page = staff_client.get(reverse("runs:edit", args=[shown.pk])).content.decode()
        assert (f"{reverse(PAGE)}?run={shown.pk}" in page) == leads
