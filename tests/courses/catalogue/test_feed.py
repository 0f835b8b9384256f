"""The feed of groups that can be joined."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import Course, Run
from portal import clock
from portal.directory.models import Centre
from tests.factories import RunFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ATOM = "{http://www.w3.org/2005/Atom}"
PATH = "/ar/courses/feed.xml"


def read(client: Client, path: str = PATH) -> ET.Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)


def text(element: ET.Element, name: str) -> str:
    return str(element.findtext(f"{ATOM}{name}"))


def test_it_lists_the_groups_that_are_open_the_newest_first(client: Client) -> None:
    feed = read(client)
    entries = feed.findall(f"{ATOM}entry")
    runs = list(Run.objects.open_on(clock.today()).order_by("-opens_on", "-pk"))
    ids = [text(entry, "id") for entry in entries]
    assert ids == [f"tag:testserver,2026:ar/run/{run.code}" for run in runs]
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "ar"
    links = {link.attrib.get("rel"): link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://testserver/ar/courses/", "self": f"http://testserver{PATH}"}
    for entry, run in zip(entries, runs, strict=True):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.attrib["href"] == f"http://testserver/ar/enrol/{run.pk}/"
        assert run.centre.city in text(entry, "title")
        assert "<svg" not in text(entry, "summary")
        assert dt.datetime.fromisoformat(text(entry, "updated")).date() == run.opens_on
    assert text(feed, "updated") == max(text(entry, "updated") for entry in entries)


def test_a_reload_is_the_same_also_without_a_group(client: Client) -> None:
    assert client.get(PATH).content == client.get(PATH).content
    Run.objects.update(state="draft")
    empty = client.get(PATH).content
    assert empty == client.get(PATH).content
    assert ET.fromstring(empty).find(f"{ATOM}entry") is None


def test_its_queries_stay_the_same_when_groups_are_added(client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(client)
        return len(queries)

    count()
    before = count()
    for _ in range(4):
        RunFactory(course=Course.objects.get(code="romanian-a1"), centre=Centre.objects.get(code="iasi"))
    assert count() == before <= 4


def test_the_page_of_courses_names_it(client: Client) -> None:
    html = client.get("/ar/courses/").content.decode()
    assert f'href="{PATH}"' in html.partition("</head>")[0]
