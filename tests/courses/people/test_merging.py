"""Two rows become one person, and two again: exactly as before."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from courses.people.merging import keep_apart, merge_people, undo_merge
from courses.people.models import Merge, NotTheSame, Person
from portal.directory.models import Membership
from tests.factories import (
    CentreFactory,
    CourseFactory,
    EnrolmentFactory,
    EventFactory,
    MembershipFactory,
    PersonFactory,
    RunFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    return RunFactory(capacity=3)


@pytest.fixture
def user(run):
    return MembershipFactory(centre=run.centre).user


@pytest.fixture
def two():
    return PersonFactory(name="Oleksandr Ковальчук"), PersonFactory(name="Oleksandr Kovalchuk", with_email=True)


def enrol(person, run, state="waiting", **values) -> Enrolment:
    enrolment = EnrolmentFactory(person=person, run=run, **{state: True} if state else {}, **values)
    EventFactory(enrolment=enrolment, verb="wait", from_state="submitted", to_state=enrolment.state, actor="system")
    return enrolment


def picture() -> list[dict]:
    """People and enrolments as they are in the database, but for when something last happened."""
    people = list(Person.objects.order_by("pk").values())
    return people + list(Enrolment.objects.order_by("pk").defer("state_since").values("pk", "person", "state", "place"))


def test_the_enrolments_of_both_are_one_persons(two, run, user) -> None:
    kept, merged = two
    other_run = RunFactory(centre=run.centre)
    first, second = enrol(kept, run), enrol(merged, other_run)
    before = Person.objects.values().get(pk=kept.pk)
    merge = merge_people(kept=kept, merged=merged, user=user)
    assert set(kept.enrolments.all()) == {first, second}
    assert Person.objects.get(pk=merged.pk).merged_into == kept
    assert (merge.moved_enrolments, merge.settled_enrolments, merge.user) == ([second.pk], [], user)
    assert Person.objects.values().get(pk=kept.pk) == before  # what was written stays as it was written


def test_undoing_gives_back_exactly_what_was_there(two, run, user) -> None:
    kept, merged = two
    enrol(kept, run, "confirmed")
    enrol(merged, run, "waiting")
    enrol(merged, RunFactory(centre=run.centre), "offered")
    enrol(merged, RunFactory(centre=run.centre), "completed")
    before = picture()
    merge = merge_people(kept=kept, merged=merged, user=user)
    assert picture() != before
    undone = undo_merge(merge=merge, user=user)
    assert picture() == before
    assert (undone.undone_by, undone.undone_at is not None) == (user, True)


@pytest.mark.parametrize(
    ("states", "stays"),
    [
        (("waiting", "waiting"), 0),  # the earlier one
        (("waiting", "offered"), 1),
        (("offered", "confirmed"), 1),
        (("confirmed", "offered"), 0),
        (("completed", "waiting"), 0),
    ],
)
def test_in_one_run_one_enrolment_stays(two, run, user, states, stays) -> None:
    kept, merged = two
    enrolments = [enrol(person, run, state) for person, state in zip(two, states, strict=True)]
    staying, settled = enrolments[stays], enrolments[1 - stays]
    state = staying.state
    merge = merge_people(kept=kept, merged=merged, user=user)
    for enrolment in (staying, settled):
        enrolment.refresh_from_db()
    assert (settled.state, settled.merged_into, settled.place) == (State.MERGED, staying, None)
    assert staying.state == state
    assert merge.settled_enrolments == [settled.pk]


def test_a_place_that_was_held_twice_goes_to_the_next(two, user) -> None:
    run = RunFactory(capacity=2)
    MembershipFactory(user=user, centre=run.centre)
    kept, merged = two
    enrol(kept, run, "confirmed")
    enrol(merged, run, "offered")
    next_one = EnrolmentFactory(run=run, waiting=True)
    merge = merge_people(kept=kept, merged=merged, user=user)
    next_one.refresh_from_db()
    assert next_one.state == State.OFFERED
    undo_merge(merge=merge, user=user)  # the place is gone: back on the list, never a third place of two
    assert Enrolment.objects.get(pk__in=merge.settled_enrolments).state == State.WAITING
    assert Enrolment.objects.holding().filter(run=run).count() == 2


def test_two_wishes_for_one_course_are_one_wish(two, user, run) -> None:
    kept, merged = two
    values = {"without_run": True, "course": CourseFactory(), "centre": run.centre, "county": run.centre.county}
    stays = EnrolmentFactory(person=kept, waiting=True, **values)
    EnrolmentFactory(person=merged, waiting=True, **values)
    EnrolmentFactory(person=merged, waiting=True, **{**values, "course": CourseFactory()})
    merge = merge_people(kept=kept, merged=merged, user=user)
    assert len(merge.settled_enrolments) == 1
    assert Enrolment.objects.get(pk=merge.settled_enrolments[0]).merged_into == stays


def test_what_is_over_stays_as_it_is(two, run, user) -> None:
    kept, merged = two
    enrol(kept, run, "withdrawn")
    enrol(merged, run, "waiting")
    assert merge_people(kept=kept, merged=merged, user=user).settled_enrolments == []


def test_twice_is_once(two, run, user) -> None:
    kept, merged = two
    enrol(kept, run)
    enrol(merged, run)
    merge = merge_people(kept=kept, merged=merged, user=user)
    events = Enrolment.objects.get(pk=merge.settled_enrolments[0]).events.count()
    assert merge_people(kept=kept, merged=merged, user=user) == merge
    assert Enrolment.objects.get(pk=merge.settled_enrolments[0]).events.count() == events
    undone = undo_merge(merge=merge, user=user)
    assert undo_merge(merge=merge, user=UserFactory(admin=True)).undone_at == undone.undone_at
    assert Merge.objects.count() == 1


def test_after_an_undo_they_can_be_joined_again(two, run, user) -> None:
    kept, merged = two
    enrol(kept, run)
    enrol(merged, run)
    undo_merge(merge=merge_people(kept=kept, merged=merged, user=user), user=user)
    merge_people(kept=merged, merged=kept, user=user)
    assert Person.objects.get(pk=kept.pk).merged_into == merged


def test_who_was_joined_already_is_nobody_elses(two, run, user) -> None:
    kept, merged = two
    third = PersonFactory()
    for person in (kept, merged, third):
        enrol(person, RunFactory(centre=run.centre))
    merge_people(kept=kept, merged=merged, user=user)
    for pair in ({"kept": third, "merged": merged}, {"kept": merged, "merged": third}, {"kept": kept, "merged": kept}):
        with pytest.raises(Refused):
            merge_people(**pair, user=user)


def test_a_later_merge_is_undone_first(two, run, user) -> None:
    kept, merged = two
    third = PersonFactory()
    for person in (kept, merged, third):
        enrol(person, RunFactory(centre=run.centre))
    before = picture()
    first = merge_people(kept=kept, merged=merged, user=user)
    second = merge_people(kept=third, merged=kept, user=user)
    with pytest.raises(Refused, match="Undo that first"):
        undo_merge(merge=first, user=user)
    undo_merge(merge=second, user=user)
    undo_merge(merge=first, user=user)
    assert picture() == before


@pytest.fixture
def across(two):
    """Two people of two centres."""
    centres = CentreFactory(), CentreFactory()
    for person, centre in zip(two, centres, strict=True):
        enrol(person, RunFactory(centre=centre))
    return centres


def test_staff_of_both_centres_do_not_join_across_them(two, across) -> None:
    staff = UserFactory()
    for centre in across:
        MembershipFactory(user=staff, centre=centre)
    kept, merged = two
    before = picture()
    with pytest.raises(Refused, match="coordinator"):
        merge_people(kept=kept, merged=merged, user=staff)
    with pytest.raises(Refused, match="coordinator"):
        keep_apart(one=kept, other=merged, user=staff)
    assert picture() == before


@pytest.mark.parametrize("which", [0, 1])
def test_a_coordinator_of_either_centre_does(two, across, which) -> None:
    coordinator = MembershipFactory(centre=across[which], role=Membership.Role.COORDINATOR).user
    kept, merged = two
    merge = merge_people(kept=kept, merged=merged, user=coordinator)
    undo_merge(merge=merge, user=coordinator)
    assert Person.objects.filter(merged_into=None).count() == 2


def test_a_coordinator_of_a_third_centre_a_trainer_and_a_stranger_do_not(two, across) -> None:
    kept, merged = two
    for user in (
        MembershipFactory(role=Membership.Role.COORDINATOR).user,
        MembershipFactory(centre=across[0], role=Membership.Role.TRAINER).user,
        UserFactory(),
    ):
        with pytest.raises(Refused):
            merge_people(kept=kept, merged=merged, user=user)


def test_who_may_not_join_may_not_undo(two, across) -> None:
    kept, merged = two
    merge = merge_people(kept=kept, merged=merged, user=UserFactory(admin=True))
    with pytest.raises(Refused):
        undo_merge(merge=merge, user=MembershipFactory(centre=across[0]).user)
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_two_people_are_kept_apart_once(two, run, user) -> None:
    kept, merged = two
    enrol(kept, run)
    enrol(merged, run)
    pair = keep_apart(one=merged, other=kept, user=user)
    assert keep_apart(one=kept, other=merged, user=user) == pair
    assert (pair.one, pair.other, NotTheSame.objects.count()) == (kept, merged, 1)


def test_who_is_kept_apart_takes_their_turn(two, run, user) -> None:
    kept, merged = two
    first = enrol(kept, run, "confirmed")
    held_back = enrol(merged, run, "waiting", duplicate_of=first)
    keep_apart(one=kept, other=merged, user=user)
    held_back.refresh_from_db()
    assert (held_back.duplicate_of, held_back.state) == (None, State.OFFERED)


def test_rows_are_locked_as_every_step_locks_them(two, run, user) -> None:
    kept, merged = two
    enrol(kept, run)
    enrol(merged, RunFactory(centre=run.centre))
    with CaptureQueriesContext(connection) as queries:
        merge_people(kept=merged, merged=kept, user=user)
    locks = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    order = [next(name for name in ("run", "enrolment", "person") if f'FROM "courses_{name}"' in sql) for sql in locks]
    assert order == ["run", "enrolment", "person"]
    assert all("ORDER BY" in sql for sql in locks)
