"""Next and previous: the same as in the list, in every order, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from courses.enrolment.services import claim_enrolment
from courses.inbox.listing import Listing, clean_query
from courses.inbox.neighbours import neighbours
from courses.inbox.orders import ORDERS
from portal import clock
from portal.directory.models import Centre
from tests.factories import CountyFactory, CourseFactory, EnrolmentFactory, RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(enrol, centre, other_centre):
    """A dozen in every kind of state, with equal and missing values in every field that is sorted by."""
    runs = [
        RunFactory(centre=centre, capacity=20, course=CourseFactory(level="A1")),
        RunFactory(centre=centre, capacity=20, course=CourseFactory(level="B1")),
    ]
    moment = clock.now() - dt.timedelta(days=2)
    for index in range(4):
        for traits in ({}, {"waiting": True}, {"offered": True}, {"confirmed": True}):
            at = moment + dt.timedelta(hours=index // 2)
            enrol(f"Name {index % 3}", run=runs[index % 2], submitted_at=at, state_since=at, **traits)
    EnrolmentFactory(without_run=True, centre=centre, county=CountyFactory())
    EnrolmentFactory(run=RunFactory(centre=other_centre))


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("ordering", list(ORDERS))
def test_walking_through_the_list_is_the_list_in_every_order(staff, crowd, ordering, sign) -> None:
    query = urlencode({"section": "all", "ordering": sign + ordering})
    listed = list(Listing(QueryDict(query), staff, list(Centre.objects.for_staff(staff))).ordered())
    assert len(listed) == 17
    pks = [None, *(row.pk for row in listed), None]
    for index, row in enumerate(listed):
        assert neighbours(row, query, staff) == (pks[index], pks[index + 2]), ordering


def test_only_the_list_it_was_opened_from_counts(staff, enrol) -> None:
    first, other, last = enrol("a", language="ar"), enrol("b", language="en"), enrol("c", language="ar")
    assert neighbours(first, "section=new&language=ar", staff) == (None, last.pk)
    assert neighbours(first, "section=new", staff) == (None, other.pk)


def test_what_has_left_the_list_leads_to_its_first(staff, enrol) -> None:
    first, second = enrol("first"), enrol("second")
    claim_enrolment(enrolment=second, user=staff)
    second.refresh_from_db()
    assert neighbours(second, "section=new", staff) == (None, first.pk)


def test_other_centres_are_nobodys_neighbours(staff, enrol, other_centre) -> None:
    own = enrol("own")
    enrol("foreign", run=RunFactory(centre=other_centre))
    assert neighbours(own, "section=all", staff) == (None, None)


@pytest.mark.parametrize("query", ["", "section=all&assignee=me&language=ar&p=9&q=amina", "x=%FF&ordering=;--"])
def test_a_handful_of_queries_whatever_the_query(staff, crowd, enrol, query) -> None:
    enrolment = enrol("Amina", language="ar", assignee=staff)
    with CaptureQueriesContext(connection) as queries:
        neighbours(enrolment, query, staff)
    assert len(queries) <= 5


def test_what_is_kept_of_an_address() -> None:
    kept = clean_query("q=Amina&p=3&language=ar&language=fa&section=new&state=&evil=1&received_from=2026-01-01&view=3")
    assert QueryDict(kept).dict() == {"language": "fa", "section": "new", "received_from": "2026-01-01"}
    assert QueryDict(kept).getlist("language") == ["ar", "fa"]
    assert clean_query("") == ""
