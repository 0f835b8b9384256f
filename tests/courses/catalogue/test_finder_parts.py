"""The finder's list in parts: what fits is counted as a whole and shown twelve at a time."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from courses.catalogue.models import Run
from courses.catalogue.pages import PART, CoursesPage
from portal import clock
from tests.factories import RunFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def groups(client: Client, query: str = "") -> list[str]:
    """The addresses to enrol in the groups that a part shows."""
    return re.findall(r'href="(/en/enrol/\d+/)"', client.get(f"/en/courses/{query}").content.decode())


def test_the_parts_show_every_group_once_the_next_one_first(client: Client) -> None:
    RunFactory.create_batch(PART)
    shown: list[str] = []
    query = ""
    while query is not None:
        context = client.get(f"/en/courses/{query}").context
        shown += [run.pk for run, _page in context["runs"]]
        assert len(context["runs"]) <= PART
        query = context["part"].after or None
    expected = Run.objects.upcoming(clock.today())
    assert shown == [run.pk for run in expected]
    assert len(shown) > PART


def test_the_heading_counts_all_of_them_and_the_choices_stay(client: Client) -> None:
    RunFactory.create_batch(PART, time_of_day="weekend")
    count = Run.objects.upcoming(clock.today()).filter(time_of_day="weekend").count()
    html = client.get("/en/courses/?time_of_day=weekend").content.decode()
    assert f"{count} groups to join" in html
    assert 'href="/en/courses/?time_of_day=weekend&amp;page=2#found"' in html
    second = client.get("/en/courses/?time_of_day=weekend&page=2").content.decode()
    assert f"{count} groups to join" in second
    assert 'href="/en/courses/?time_of_day=weekend#found"' in second
    assert set(groups(client, "?time_of_day=weekend")).isdisjoint(groups(client, "?time_of_day=weekend&page=2"))


def test_a_later_part_is_kept_on_its_own() -> None:
    assert CoursesPage.parameters.query_of("kind=romanian&page=2&utm_source=x") == "kind=romanian&page=2"


def test_a_part_beyond_the_last_leads_back(client: Client) -> None:
    html = client.get("/en/courses/?page=99").content.decode()
    assert not groups(client, "?page=99")
    assert '<a href="/en/courses/">Show all groups</a>' in html
