"""The list of groups: which are in it, how each stands, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.board.attention import attention
from portal import clock
from tests.courses.board.conftest import signed_in_as
from tests.factories import CourseFactory, EnrolmentFactory, MembershipFactory, RunFactory, SessionFactory

pytestmark = pytest.mark.django_db

YESTERDAY = dt.timedelta(days=1)


def groups(client, **query):
    response = client.get(reverse("board:index"), query)
    assert response.status_code == 200
    return response


def codes(response) -> list[str]:
    return [run.code for run in response.context["object_list"]]


def test_what_is_over_stays_until_everybody_has_a_result(staff_client, centre) -> None:
    ended = clock.today() - YESTERDAY
    over = RunFactory(centre=centre, past=True, ends_on=ended, code="over")
    EnrolmentFactory(run=over, attending=True)
    closed = RunFactory(centre=centre, past=True, ends_on=ended)
    EnrolmentFactory(run=closed, completed=True)
    EnrolmentFactory(run=closed, dropped=True)
    RunFactory(centre=centre, past=True, ends_on=clock.today(), code="underway")
    RunFactory(centre=centre, code="coming")
    RunFactory(centre=centre, draft=True)
    RunFactory(centre=centre, cancelled=True)
    assert set(codes(groups(staff_client))) == {"over", "underway", "coming"}
    assert codes(groups(staff_client))[-1] == "coming"
    for when in ("over", "underway", "coming"):
        assert codes(groups(staff_client, when=when)) == [when]
    assert "Over: 1 without a result" in groups(staff_client).content.decode()


def test_a_row_says_how_the_group_stands(staff_client, centre) -> None:
    run = RunFactory(centre=centre, capacity=9, minimum=5, code="seara", scheduled=True)
    for trait in ("offered", "confirmed", "waiting", "in_review"):
        EnrolmentFactory(run=run, **{trait: True})
    response = groups(staff_client)
    page = response.content.decode()
    assert reverse("board:run", args=[run.pk]) in page
    assert "2 / 9" in page
    assert "1 offered" in page
    for sentence in ("1 has not confirmed", "7 free places", "1 to decide", "2 of at least 5 places taken"):
        assert sentence in page, sentence
    standing = response.context["view"].standing_of(run)
    assert standing.waiting == 1
    assert standing.next_session == run.sessions.first()


def test_own_centres_only_and_a_trainer_meets_a_class(staff_client, run, stranger, trainer) -> None:
    foreign = RunFactory()
    assert codes(groups(staff_client)) == [run.code]
    assert codes(groups(staff_client, centre=foreign.centre.pk, q=foreign.code)) == []
    assert run.code not in codes(groups(signed_in_as(stranger)))
    client = signed_in_as(trainer)
    assert client.get(reverse("board:index")).status_code == 404
    assert reverse("board:index") not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("board:index") in staff_client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_centre_is_named_to_who_works_for_several(staff_client, staff, run) -> None:
    def names() -> list[str]:
        return list(groups(staff_client).context["table"].columns)

    assert "centre" not in names()
    MembershipFactory(user=staff)
    assert "centre" in names()


def test_groups_are_found_by_code_and_by_course(staff_client, centre, run) -> None:
    RunFactory(centre=centre, code="iasi-seara", course=CourseFactory(kind="orientation", level=""))
    assert codes(groups(staff_client, q="SEARA")) == ["iasi-seara"]
    assert codes(groups(staff_client, kind="orientation")) == ["iasi-seara"]
    assert codes(groups(staff_client, kind="romanian")) == [run.code]


def test_as_many_queries_for_fifty_groups_as_for_five(staff_client, centre) -> None:
    def add(number: int) -> None:
        for _number in range(number):
            run = RunFactory(centre=centre, scheduled=True)
            EnrolmentFactory(run=run, confirmed=True)
            EnrolmentFactory(run=run, waiting=True)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            groups(staff_client)
        return len(queries)

    add(5)
    count()
    few = count()
    add(45)
    assert count() == few
    assert few <= 29


@pytest.mark.parametrize(
    ("days", "counts", "more", "expected"),
    [
        (30, {}, {}, []),
        (30, {}, {"has_sessions": False}, ["No sessions yet"]),
        (10, {"confirmed": 9}, {}, ["9 of at least 10 places taken", "6 free places"]),
        (10, {"confirmed": 10, "offered": 5}, {}, ["5 have not confirmed"]),
        (-5, {"confirmed": 3}, {}, []),
        (-5, {"confirmed": 3}, {"unmarked": 2}, ["2 sessions not marked"]),
        (-200, {"completed": 3, "attending": 1}, {}, ["Over: 1 without a result"]),
        (30, {"submitted": 1, "in_review": 2, "needs_information": 4}, {}, ["3 to decide"]),
    ],
)
def test_what_needs_somebody_is_said(days, counts, more, expected) -> None:
    today = clock.today()
    run = RunFactory.build(starts_on=today + dt.timedelta(days=days), capacity=15, minimum=10, course=None, centre=None)
    run.fill_in_days()
    assert attention(run, counts, **{"unmarked": 0, "has_sessions": True, "today": today, **more}) == expected


def test_a_cancelled_group_needs_nothing_more() -> None:
    run = RunFactory.build(cancelled=True, course=None, centre=None)
    assert attention(run, {"submitted": 3}, unmarked=3, has_sessions=False, today=clock.today()) == []


def test_the_edit_page_of_a_group_leads_to_its_board(staff_client, staff, run) -> None:
    staff.user_permissions.add(Permission.objects.get(codename="change_run"))
    page = staff_client.get(reverse("runs:edit", args=[run.pk])).content.decode()
    assert reverse("board:run", args=[run.pk]) in page


def test_the_sessions_that_are_next_are_of_their_own_group(staff_client, centre) -> None:
    runs = [RunFactory(centre=centre) for _number in range(2)]
    cancelled = SessionFactory(run=runs[0], is_cancelled=True)
    later = SessionFactory(run=runs[0], meeting=2)
    view = groups(staff_client).context["view"]
    assert view.standing_of(runs[0]).next_session == later != cancelled
    assert view.standing_of(runs[1]).next_session is None
