"""Staff see their own centres' people; everything else does not exist."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from courses.enrolment.states import Actor, State, Verb, possible_verbs
from courses.inbox.labels import ACTIONS, HISTORY, STATES
from courses.inbox.steps import FORMS, OFFERED_WHEN, SERVICES
from tests.courses.inbox.conftest import may_enter
from tests.factories import EnrolmentFactory, MembershipFactory, RunFactory, TaskFactory, UserFactory

pytestmark = pytest.mark.django_db


def addresses_of(enrolment, task) -> list[str]:
    return [
        reverse("inbox:enrolment", args=[enrolment.pk]),
        *(reverse("inbox:step", args=[enrolment.pk, verb]) for verb in ACTIONS),
        reverse("inbox:assign", args=[enrolment.pk]),
        reverse("inbox:note", args=[enrolment.pk]),
        reverse("inbox:task_done", args=[enrolment.pk, task.pk]),
    ]


def test_the_list_shows_own_centres_only(staff_client, enrol, other_centre) -> None:
    enrol("Amina Proprie")
    EnrolmentFactory(run=RunFactory(centre=other_centre), person__name="Yusuf Străin")
    page = staff_client.get(reverse("inbox:index")).content.decode()
    assert "Amina Proprie" in page
    assert "Yusuf" not in page


def test_another_centre_can_not_be_asked_for_by_filter(staff_client, staff, other_centre) -> None:
    EnrolmentFactory(run=RunFactory(centre=other_centre), person__name="Yusuf Străin")
    page = staff_client.get(reverse("inbox:index"), {"centre": other_centre.pk}).content.decode()
    assert "Yusuf" not in page


def test_every_address_of_another_centre_is_not_found(staff_client, other_centre) -> None:
    foreign = EnrolmentFactory(run=RunFactory(centre=other_centre))
    task = TaskFactory(enrolment=foreign)
    for address in addresses_of(foreign, task):
        assert staff_client.get(address).status_code == 404, address
        typed = {"text": "x", "reason": "other", "topic": "times", "level": "A1", "phone": "+40700000001"}
        assert staff_client.post(address, typed).status_code == 404, address
    foreign.refresh_from_db()
    assert foreign.state == State.SUBMITTED
    assert foreign.events.count() == 0


def test_a_task_of_another_enrolment_is_not_found(staff_client, enrol, other_centre) -> None:
    foreign_task = TaskFactory(enrolment=EnrolmentFactory(run=RunFactory(centre=other_centre)))
    address = reverse("inbox:task_done", args=[enrol().pk, foreign_task.pk])
    assert staff_client.post(address).status_code == 404
    foreign_task.refresh_from_db()
    assert foreign_task.done_at is None


def test_trainers_meet_a_class_and_not_the_inbox(enrol) -> None:
    enrolment = enrol()
    trainer = MembershipFactory(centre=enrolment.centre, role="trainer").user
    may_enter(trainer)
    client = Client()
    client.force_login(trainer)
    assert client.get(reverse("inbox:index")).status_code == 404
    assert client.get(reverse("inbox:enrolment", args=[enrolment.pk])).status_code == 404


def test_who_works_for_no_centre_finds_nothing(enrol) -> None:
    enrolment = enrol()
    task = TaskFactory(enrolment=enrolment)
    client = Client()
    client.force_login(may_enter(UserFactory()))
    for address in [reverse("inbox:index"), reverse("inbox:index_results"), *addresses_of(enrolment, task)]:
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in {404, 405}, address
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("inbox:index") not in home


def test_the_menu_and_the_first_page_lead_staff_to_the_inbox(staff_client, enrol) -> None:
    enrol()
    home = staff_client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Inbox (1)" in home
    assert reverse("inbox:index") + "?section=new" in home


def test_the_first_page_counts_own_centres_only(staff_client, enrol, other_centre) -> None:
    enrol()
    enrol(in_review=True)
    enrol(offered=True)
    TaskFactory(enrolment=enrol(waiting=True))
    foreign_run = RunFactory(centre=other_centre)
    TaskFactory(enrolment=EnrolmentFactory(run=foreign_run))
    response = staff_client.get(reverse("wagtailadmin_home"))
    panel = next(panel for panel in response.context["panels"] if getattr(panel, "name", "") == "inbox")
    counts = [figure["count"] for figure in panel.get_context_data()["figures"]]
    assert counts == [0, 1, 1, 0, 1, 1]  # late, new, ours, offers about to end, calls, runs that start soon


def test_a_superuser_sees_every_centre(enrol, other_centre) -> None:
    enrol("Amina Prima")
    EnrolmentFactory(run=RunFactory(centre=other_centre), person__name="Yusuf Secundul")
    client = Client()
    client.force_login(UserFactory(admin=True))
    page = client.get(reverse("inbox:index")).content.decode()
    assert "Amina Prima" in page
    assert "Yusuf Secundul" in page


def test_who_left_the_centre_sees_nothing_any_more(staff_client, staff, enrol) -> None:
    enrolment = enrol()
    staff.memberships.all().delete()
    assert staff_client.get(reverse("inbox:enrolment", args=[enrolment.pk])).status_code == 404
    assert staff_client.get(reverse("inbox:index")).status_code == 404


def test_who_works_for_two_centres_sees_both(staff_client, staff, enrol, other_centre) -> None:
    MembershipFactory(user=staff, centre=other_centre)
    enrol("Amina Prima")
    EnrolmentFactory(run=RunFactory(centre=other_centre), person__name="Yusuf Secundul")
    page = staff_client.get(reverse("inbox:index")).content.decode()
    assert "Amina Prima" in page
    assert "Yusuf Secundul" in page
    assert "Centrul Cluj" in page


def test_every_state_and_every_entry_of_the_history_has_a_name() -> None:
    assert set(STATES) == set(State)
    assert set(HISTORY) == set(Verb)


def test_every_step_of_staff_has_a_button_and_what_it_does() -> None:
    by_state = {verb for state in State for verb in possible_verbs(state, Actor.STAFF)}
    elsewhere = {Verb.MERGE, Verb.RELEASE}  # with who is the same person; with the run
    assert set(ACTIONS) == set(SERVICES) == (by_state - elsewhere) | set(OFFERED_WHEN)
    assert not by_state & set(OFFERED_WHEN)
    assert set(FORMS) <= set(SERVICES)
