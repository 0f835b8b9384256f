"""The feed of news."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.news.pages import NewsIndexPage, NewsPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ATOM = "{http://www.w3.org/2005/Atom}"
PATH = "/en/news/feed.xml"


def test_it_lists_the_newest_in_the_readers_language(client: Client) -> None:
    feed = ET.fromstring(client.get(PATH).content)
    entries = feed.findall(f"{ATOM}entry")
    pages = list(NewsPage.objects.live().filter(locale__language_code="en").newest())
    assert pages
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [page.title for page in pages]
    assert entries[0].findtext(f"{ATOM}id") == f"tag:testserver,2026:en/news/{pages[0].slug}"
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert client.get(link.attrib["href"].removeprefix("http://testserver")).status_code == 200
    assert f'href="{PATH}"' in client.get("/en/news/").content.decode().partition("</head>")[0]


def test_its_queries_are_three_however_much_there_is(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get(PATH)
    assert len(queries) == 3


def test_a_language_without_news_has_no_feed(client: Client) -> None:
    NewsIndexPage.objects.get(locale__language_code="en").unpublish()
    assert client.get(PATH).status_code == 404
