"""The tabs: who is under which, how many, and what the first page of the admin says of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.inbox.home_panel import InboxPanel
from portal import clock
from tests.factories import EnrolmentFactory, RunFactory, TaskFactory

pytestmark = pytest.mark.django_db


def hours(number: float) -> dt.datetime:
    """Return the moment in so many hours."""
    return clock.now() + dt.timedelta(hours=number)


@pytest.fixture
def crowd(enrol, centre, other_centre):
    """One for every tab, in a run that starts later than soon; and the same again at another centre."""
    later = clock.today() + dt.timedelta(days=40)
    for where, mark in ((centre, ""), (other_centre, "foreign ")):
        run = RunFactory(centre=where, starts_on=later, capacity=9)
        enrol(f"{mark}new", run=run, due_at=hours(5))
        enrol(f"{mark}reviewed", run=run, in_review=True, due_at=hours(-5))
        enrol(f"{mark}asked", run=run, needs_information=True, due_at=hours(9))
        enrol(f"{mark}asked long ago", run=run, needs_information=True, due_at=hours(-1))
        enrol(f"{mark}offered", run=run, offered=True, offer_expires_at=hours(50), due_at=hours(50))
        enrol(f"{mark}expiring", run=run, offered=True, offer_expires_at=hours(23), due_at=hours(23))
        enrol(f"{mark}waiting", run=run, waiting=True)
        enrol(f"{mark}confirmed", run=run, confirmed=True)


def names(client, **parameters) -> list[str]:
    return [row.person.name for row in client.get(reverse("inbox:index"), parameters).context["object_list"]]


def test_each_tab_holds_what_it_says(staff_client, crowd) -> None:
    assert names(staff_client, section="todo") == [
        "reviewed",
        "asked long ago",
        "new",
        "asked",
        "expiring",
        "offered",
    ]
    assert names(staff_client, section="new") == ["new"]
    assert names(staff_client, section="ours") == ["reviewed", "asked long ago"]
    assert names(staff_client, section="theirs") == ["asked", "expiring", "offered"]
    assert names(staff_client, section="expiring") == ["expiring"]
    assert names(staff_client, section="waiting") == ["waiting"]
    assert names(staff_client, section="soon") == []
    assert len(names(staff_client, section="all")) == 8
    assert names(staff_client, section="nonsense") == names(staff_client)


def test_tabs_count_what_they_hold_in_one_query(staff_client, crowd) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = staff_client.get(reverse("inbox:index"))
    tabs = {tab.section.code: tab.count for tab in page.context["toolbar"].tabs}
    assert tabs == {"todo": 6, "new": 1, "ours": 2, "theirs": 3, "expiring": 1, "waiting": 1, "soon": 1, "all": None}
    assert sum("FILTER (WHERE" in query["sql"] for query in queries) == 1
    assert [tab.section.code for tab in page.context["toolbar"].tabs if tab.is_current] == ["todo"]


def test_the_waiting_list_is_in_its_own_order(staff_client, enrol) -> None:
    enrol("second", waiting=True, queued_at=hours(-3))
    enrol("third", waiting=True, queued_at=hours(-2))
    enrol("first", waiting=True, queued_at=hours(-1), priority=1, priority_reason="childcare")
    assert names(staff_client, section="waiting") == ["first", "second", "third"]


def test_runs_that_start_soon_and_need_somebody(staff_client, enrol, run, centre, other_centre) -> None:
    def starting(days: int, code: str, where=centre, **values):
        return RunFactory(centre=where, code=code, starts_on=clock.today() + dt.timedelta(days=days), **values)

    run.delete()
    starting(14, "free-places")
    starting(15, "too-late")
    starting(3, "draft", draft=True)
    starting(3, "foreign", other_centre)
    full = starting(5, "full", capacity=1)
    enrol("has the place", run=full, confirmed=True)
    unconfirmed = starting(6, "unconfirmed", capacity=1)
    enrol("offered", run=unconfirmed, offered=True)
    enrol("waiting", run=unconfirmed, waiting=True)
    page = staff_client.get(reverse("inbox:index"), {"section": "soon"})
    toolbar = page.context["toolbar"]
    assert [run.code for run in toolbar.runs] == ["unconfirmed", "free-places"]
    assert {tab.section.code: tab.count for tab in toolbar.tabs}["soon"] == 2
    assert names(staff_client, section="soon") == ["offered"]
    content = page.content.decode()
    assert reverse("board:run", args=[unconfirmed.pk]) in content
    assert "section=waiting&amp;run=unconfirmed" in content
    assert names(staff_client, section="waiting", run="unconfirmed") == ["waiting"]


def test_an_empty_tab_says_what_that_means(staff_client, enrol) -> None:
    enrol("confirmed", confirmed=True)
    assert "Nothing is promised to anybody now" in staff_client.get(reverse("inbox:index")).content.decode()
    nobody = staff_client.get(reverse("inbox:index"), {"q": "zzz"}).content.decode()
    assert "Nobody found" in nobody


def test_a_link_that_filters_without_a_tab_looks_everywhere(staff_client, enrol) -> None:
    enrol("confirmed", confirmed=True, language="ar")
    assert names(staff_client, language="ar") == ["confirmed"]
    assert names(staff_client, language="ar", section="todo") == []


def test_the_first_page_of_the_admin_leads_to_what_it_counts(staff_client, staff, crowd, centre, run) -> None:
    TaskFactory(enrolment=EnrolmentFactory(run=run, confirmed=True))
    with CaptureQueriesContext(connection) as queries:
        figures = InboxPanel(staff).get_context_data()["figures"]
    assert len(queries) == 3
    counted = {str(figure["label"]): figure["count"] for figure in figures}
    assert counted == {
        "Late": 2,
        "New": 1,
        "Waiting for us": 2,
        "Offers about to expire": 1,
        "Calls and messages to make": 1,
        "Runs that start soon": 1,
    }
    for figure in figures[:-1]:
        listed = staff_client.get(figure["url"]).context["object_list"]
        assert len(listed) == figure["count"], figure["label"]
