"""The panel “Perhaps the same person”, and what its buttons do."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.enrolment.states import State
from courses.people.merging import merge_people
from courses.people.models import Merge, NotTheSame, Person
from portal.directory.models import Membership
from tests.courses.inbox.conftest import may_enter
from tests.factories import EnrolmentFactory, MembershipFactory, PersonFactory, RunFactory

pytestmark = pytest.mark.django_db

PHONE = "+40700000001"


@pytest.fixture
def two(enrol, centre):
    """Two enrolments that may be one person's, in two runs of the centre."""
    return (
        enrol("Олександр Ковальчук", phone=PHONE, reference="417203356"),
        enrol("Oleksandr Kovalchuk", phone=PHONE, reference="417203364", run=RunFactory(centre=centre)),
    )


def page_of(client, enrolment) -> str:
    response = client.get(reverse("inbox:enrolment", args=[enrolment.pk]))
    assert response.status_code == 200
    return response.content.decode()


def press(client, button: str, enrolment, pk: int):
    return client.post(reverse(f"inbox:{button}", args=[enrolment.pk, pk]), follow=True)


def test_who_may_be_the_same_is_shown_with_the_reason(staff_client, two) -> None:
    one, other = two
    page = page_of(staff_client, one)
    assert "Perhaps the same person" in page
    assert "Oleksandr Kovalchuk" in page
    assert "The same phone and a like name" in page
    assert f'<a href="{reverse("inbox:enrolment", args=[other.pk])}"><bdi dir="ltr">417 203 364</bdi></a>' in page
    assert other.run.code in page
    assert "Others with this phone" not in page


def test_without_anybody_alike_there_is_no_panel(staff_client, enrol) -> None:
    enrol("Ana Rusu")
    page = page_of(staff_client, enrol("Ion Rusu"))
    assert "Perhaps the same person" not in page
    assert "Others with this phone" not in page


def test_a_family_is_a_neutral_line(staff_client, enrol) -> None:
    one = enrol("Hasan Karimi", phone=PHONE)
    enrol("Hussein Karimi", phone=PHONE)
    page = page_of(staff_client, one)
    assert "Perhaps the same person" not in page
    assert "Others with this phone" in page
    assert "Hussein Karimi" in page


def test_joining_and_undoing(staff_client, staff, two) -> None:
    one, other = two
    response = press(staff_client, "merge_person", one, other.person_id)
    assert "All their enrolments are one person" in response.content.decode()
    assert set(one.person.enrolments.all()) == {one, other}
    merge = Merge.objects.get()
    assert merge.user == staff
    page = page_of(staff_client, other)
    assert "Joined on" in page
    assert reverse("inbox:undo_merge", args=[other.pk, merge.pk]) in page
    response = press(staff_client, "undo_merge", other, merge.pk)
    assert "They are two people again." in response.content.decode()
    assert other.person.enrolments.get() == other
    assert "Joined on" not in page_of(staff_client, one)


def test_a_doubled_click_is_done_once_and_refused_never(staff_client, two) -> None:
    one, other = two
    for _click in range(2):
        response = press(staff_client, "merge_person", one, other.person_id)
        assert response.status_code == 200
        assert "All their enrolments are one person" in response.content.decode()
    merge = Merge.objects.get()
    for _click in range(2):
        assert "two people again" in press(staff_client, "undo_merge", one, merge.pk).content.decode()


def test_not_the_same_is_not_suggested_again(staff_client, staff, two) -> None:
    one, other = two
    for _click in range(2):
        assert "not suggested again" in press(staff_client, "keep_apart", one, other.person_id).content.decode()
    assert NotTheSame.objects.get().user == staff
    for enrolment in two:
        page = page_of(staff_client, enrolment)
        assert "Perhaps the same person" not in page
        assert "Others with this phone" in page


def test_one_run_one_enrolment(staff_client, enrol) -> None:
    one, other = enrol("Ana Rusu", phone=PHONE, confirmed=True), enrol("Rusu Ana", phone=PHONE)
    press(staff_client, "merge_person", one, other.person_id)
    other.refresh_from_db()
    assert (other.state, other.merged_into) == (State.MERGED, one)


@pytest.mark.parametrize("button", ["merge_person", "keep_apart", "undo_merge"])
def test_a_get_changes_nothing(staff_client, two, button) -> None:
    one, other = two
    response = staff_client.get(reverse(f"inbox:{button}", args=[one.pk, other.person_id]))
    assert response.url == reverse("inbox:enrolment", args=[one.pk])
    assert not Merge.objects.exists()
    assert not NotTheSame.objects.exists()


@pytest.fixture
def stranger(other_centre):
    person = PersonFactory(name="Kovalchuk Oleksandr", phone=PHONE)
    return EnrolmentFactory(person=person, run=RunFactory(centre=other_centre))


def test_people_of_another_centre_do_not_exist(staff_client, staff, two, stranger, other_centre) -> None:
    one, _other = two
    for is_of_both in (False, True):
        if is_of_both:  # staff of two centres are no coordinators
            MembershipFactory(user=staff, centre=other_centre)
        assert "Kovalchuk Oleksandr" not in page_of(staff_client, one)
        for button in ("merge_person", "keep_apart"):
            assert press(staff_client, button, one, stranger.person_id).status_code == 404
    assert not Merge.objects.exists()


def test_from_another_centres_enrolment_nothing_is_reached(staff_client, two, stranger) -> None:
    _one, other = two
    for button in ("merge_person", "keep_apart"):
        assert press(staff_client, button, stranger, other.person_id).status_code == 404
    assert not Merge.objects.exists()


def test_a_coordinator_joins_across_centres(two, stranger, centre) -> None:
    coordinator = may_enter(MembershipFactory(centre=centre, role=Membership.Role.COORDINATOR).user)
    client = Client(headers={"accept-language": "en"})
    client.force_login(coordinator)
    page = page_of(client, two[0])
    assert "Kovalchuk Oleksandr" in page
    # The other centre's enrolment itself stays that centre's.
    assert reverse("inbox:enrolment", args=[stranger.pk]) not in page
    press(client, "merge_person", two[0], stranger.person_id)
    assert Person.objects.get(pk=stranger.person_id).merged_into == two[0].person


def test_what_a_coordinator_joined_staff_do_not_undo(staff_client, two, stranger, centre) -> None:
    coordinator = MembershipFactory(centre=centre, role=Membership.Role.COORDINATOR).user
    merge = merge_people(kept=two[0].person, merged=stranger.person, user=coordinator)
    assert "Joined on" not in page_of(staff_client, two[0])
    page = press(staff_client, "undo_merge", two[0], merge.pk).content.decode()
    assert "Only a coordinator joins people of several centres." in page
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_a_merge_of_somebody_else_is_not_found(staff_client, staff, two, enrol) -> None:
    merge = merge_people(kept=two[0].person, merged=two[1].person, user=staff)
    assert press(staff_client, "undo_merge", enrol(), merge.pk).status_code == 404
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_as_many_queries_for_many_as_for_one(staff_client, staff, two, enrol, centre) -> None:
    one, _other = two

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(staff_client, one)
        return len(queries)

    def add(number: int) -> None:
        for _index in range(number):
            enrol("Oleksandr Kovalchuk", phone=PHONE, run=RunFactory(centre=centre))
            enrol("Oksana Kovalchuk", phone=PHONE, run=RunFactory(centre=centre))
            joined = enrol("Oleksandr Kovalchuk", phone=PHONE, run=RunFactory(centre=centre))
            merge_people(kept=one.person, merged=joined.person, user=staff)

    add(1)
    count()
    few = count()
    add(5)
    assert count() == few
