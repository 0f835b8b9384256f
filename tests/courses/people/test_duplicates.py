"""Who is suggested as the same person, to whom, and who never is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.people.access import Reach
from courses.people.duplicates import Likeness, lookalikes_of, reasons_for, suggestions_for
from courses.people.merging import keep_apart, merge_people
from courses.people.models import Person
from portal.directory.models import Membership
from tests.factories import CentreFactory, EnrolmentFactory, MembershipFactory, PersonFactory, RunFactory, UserFactory

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "+40700000001", "+40700000002"


@pytest.fixture
def centre():
    return CentreFactory()


@pytest.fixture
def user(centre):
    return MembershipFactory(centre=centre).user


@pytest.fixture
def person(centre):
    """Make somebody who has enrolled at the centre."""

    def make(name="Mohammad Ali", phone=PHONE, at=None, **values) -> Person:
        made = PersonFactory(name=name, phone=phone, **values)
        EnrolmentFactory(person=made, run=RunFactory(centre=at or centre))
        made.refresh_from_db()
        return made

    return make


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        ({"name": "محمد علی"}, (Likeness.PHONE,)),
        ({"name": "محمد علی", "birth_year": 1990}, (Likeness.PHONE, Likeness.BIRTH_YEAR)),
        ({"name": "Ali Mohamed", "phone": OTHER_PHONE, "email": "ALI@demo.example"}, (Likeness.EMAIL,)),
        ({"name": "Ali Mohamed", "phone": OTHER_PHONE, "birth_year": 1990}, (Likeness.BIRTH_YEAR,)),
        ({"birth_year": 1960}, (Likeness.PHONE, Likeness.OTHER_BIRTH_YEAR)),
        ({"phone": OTHER_PHONE}, ()),
        ({"phone": OTHER_PHONE, "birth_year": 1960}, ()),
        ({"name": "Mahmoud Ali"}, ()),
        ({"name": "Fatima Ali", "email": "ali@demo.example", "birth_year": 1990}, ()),
    ],
)
def test_what_speaks_for_one_person(person, user, other, reasons) -> None:
    one = person(email="ali@demo.example", birth_year=1990)
    second = person(**other)
    assert reasons_for(one, second) == reasons_for(second, one) == reasons
    found = {suggestion.person: suggestion.reasons for suggestion in suggestions_for(one, user)}
    assert found == ({second: reasons} if reasons else {})


def test_a_contact_is_a_strong_reason_a_year_is_not(person, user) -> None:
    one = person(birth_year=1990)
    by_year = person(phone=OTHER_PHONE, birth_year=1990)
    by_phone = person()
    father = person(birth_year=1960)
    found = suggestions_for(one, user)
    assert (found[0].person, found[0].is_strong) == (by_phone, True)
    assert {suggestion.person for suggestion in found if not suggestion.is_strong} == {by_year, father}


def test_a_family_on_one_phone_is_never_suggested(person, user) -> None:
    family = [person("Hasan Karimi"), person("Hussein Karimi"), person("Fatima Karimi", email="k@demo.example")]
    for one in family:
        lookalikes = lookalikes_of(one, Reach.of(user))
        assert lookalikes.suggestions == []
        assert set(lookalikes.family) == set(family) - {one}


def test_a_helpers_or_guardians_phone_makes_nobody_one(person, user) -> None:
    one = person(phone=PHONE)
    second = person(phone=OTHER_PHONE, helper_phone=PHONE, guardian_phone=PHONE, guardian_email="g@demo.example")
    third = person(phone="+40700000003", helper_phone=PHONE, guardian_phone=PHONE, guardian_email="g@demo.example")
    for each in (one, second, third):
        lookalikes = lookalikes_of(each, Reach.of(user))
        assert (lookalikes.suggestions, lookalikes.family) == ([], [])


def test_people_without_a_phone_are_no_family(person, user) -> None:
    one = person("Ana Rusu", phone="", email="ana@demo.example")
    person("Ion Rusu", phone="", email="ion@demo.example")
    assert lookalikes_of(one, Reach.of(user)).family == []


def test_who_was_joined_or_kept_apart_is_not_suggested(person, user) -> None:
    one, joined, apart = person(), person(), person()
    merge = merge_people(kept=one, merged=joined, user=user)
    keep_apart(one=apart, other=one, user=user)
    lookalikes = lookalikes_of(one, Reach.of(user))
    assert lookalikes.suggestions == []
    assert lookalikes.family == [apart]  # still a phone that they share
    assert lookalikes.merges == [merge]


def test_another_centres_people_are_shown_to_coordinators_only(person, centre, user) -> None:
    elsewhere = CentreFactory()
    one, stranger, relative = person(), person(at=elsewhere), person("Fatima Ali", at=elsewhere)
    of_both = UserFactory()
    for each in (centre, elsewhere):
        MembershipFactory(user=of_both, centre=each)
    for hidden_from in (user, of_both, MembershipFactory(role=Membership.Role.COORDINATOR).user):
        lookalikes = lookalikes_of(one, Reach.of(hidden_from))
        assert (lookalikes.suggestions, lookalikes.family) == ([], [])
    for each in (centre, elsewhere):
        coordinator = MembershipFactory(centre=each, role=Membership.Role.COORDINATOR).user
        lookalikes = lookalikes_of(one, Reach.of(coordinator))
        assert [suggestion.person for suggestion in lookalikes.suggestions] == [stranger]
        assert lookalikes.family == [relative]
    assert suggestions_for(one, UserFactory(admin=True))[0].person == stranger


def test_who_has_enrolled_at_two_centres_is_a_coordinators_matter(person, centre, user) -> None:
    one, other = person(), person()
    EnrolmentFactory(person=other)
    assert suggestions_for(one, user) == []
    assert suggestions_for(other, user) == []
    coordinator = MembershipFactory(centre=centre, role=Membership.Role.COORDINATOR).user
    assert len(suggestions_for(one, coordinator)) == len(suggestions_for(other, coordinator)) == 1


def test_as_many_queries_for_ten_as_for_one(person, user) -> None:
    one = person()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            lookalikes = lookalikes_of(one, Reach.of(user))
            for other in [*(each.person for each in lookalikes.suggestions), *lookalikes.family]:
                assert [str(enrolment.course) + str(enrolment.run) for enrolment in other.enrolments.all()]
        return len(captured)

    person()
    person("Fatima Ali")
    few = queries()
    for _index in range(9):
        person()
        person("Fatima Ali")
    assert queries() == few <= 6


def test_the_indexes_find_them(person) -> None:
    one = person()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN "
            + str(Person.objects.perhaps(one).query)
            .replace(PHONE, f"'{PHONE}'")
            .replace(f"= {one.match_key}", f"= '{one.match_key}'")
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "match_key" in plan
    assert "phone" in plan
    assert "Seq Scan" not in plan
