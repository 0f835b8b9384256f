"""Sitemaps: what is live and may be kept, with its sisters; two queries, however much there is."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from portal import languages
from portal.found import sitemaps
from tests.home.test_public_pages import PAGES, add_pages, languages_of
from tests.portal.found.reading import canonicals_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

NS = {"s": sitemaps.NAMESPACE, "x": sitemaps.XHTML}
SITE = "http://testserver"


def entries(client: Client, path: str) -> dict[str, ET.Element]:
    response: Any = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    root = ET.fromstring(b"".join(response.streaming_content))
    return {str(url.findtext("s:loc", namespaces=NS)): url for url in root}


def sisters(url: ET.Element) -> dict[str, str]:
    return {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", NS)}


def test_the_index_names_a_sitemap_for_each_language(client: Client) -> None:
    root = ET.fromstring(client.get("/sitemap.xml").content)
    named = [loc.text for loc in root.findall("s:sitemap/s:loc", NS)]
    assert named == [f"{SITE}/sitemap-{code}.xml" for code in languages.CODES]
    assert all(lastmod.text for lastmod in root.findall("s:sitemap/s:lastmod", NS))


def test_a_sitemap_names_every_live_page_of_its_language_and_nothing_else(client: Client) -> None:
    found = entries(client, "/sitemap-ar.xml")
    pages = Page.objects.live().filter(locale__language_code="ar", depth__gt=1).values_list("url_path", flat=True)
    assert {address for address in found if address.startswith(f"{SITE}/ar/")} == set(found)
    expected = {f"{SITE}/ar/{path.removeprefix('/home-ar/')}" for path in pages}
    assert expected <= set(found)
    rest = {address.removeprefix(f"{SITE}/ar/") for address in set(found) - expected}
    assert "level-check/" in rest
    assert "resources/citizenship/questions/history/" in rest
    for path in rest | {path for path in PAGES.values() if "ar" in languages_of(path)}:
        response = client.get(f"/ar/{path}")
        assert response.status_code == 200
        assert b'name="robots"' not in response.content, path
        assert canonicals_of(response.content.decode()) == [f"{SITE}/ar/{path}"]


def test_each_address_names_its_sisters_as_its_page_does(client: Client) -> None:
    Page.objects.get(url_path="/home-si/courses/romanian-a1/").specific.unpublish()
    found = entries(client, "/sitemap-ar.xml")
    links = sisters(found[f"{SITE}/ar/courses/romanian-a1/"])
    assert set(links) == {*languages.CODES, "x-default"} - {"si"}
    assert links["x-default"] == f"{SITE}/en/courses/romanian-a1/"
    assert links["ar"] == f"{SITE}/ar/courses/romanian-a1/"
    assert sisters(found[f"{SITE}/ar/"])["x-default"] == f"{SITE}/"
    assert f"{SITE}/si/courses/romanian-a1/" not in entries(client, "/sitemap-si.xml")


def test_a_page_says_when_it_was_published_last(client: Client) -> None:
    page = Page.objects.get(url_path="/home/help/")
    Page.objects.filter(pk=page.pk).update(last_published_at="2026-03-01T10:00:00Z")
    assert entries(client, "/sitemap-ro.xml")[f"{SITE}/ro/help/"].findtext("s:lastmod", namespaces=NS) == (
        "2026-03-01T10:00:00+00:00"
    )


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-ar.xml"])
def test_queries_stay_two_when_pages_are_added(client: Client, path: str) -> None:
    add_pages()
    with CaptureQueriesContext(connection) as queries:
        response: Any = client.get(path)
        b"".join(response)
    assert len(queries) == 2


def test_a_long_sitemap_is_cut_and_nothing_is_lost(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(entries(client, "/sitemap-ro.xml"))
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 8)
    monkeypatch.setattr(sitemaps, "AT_ONCE", 3)
    root = ET.fromstring(client.get("/sitemap.xml").content)
    named = [str(loc.text).removeprefix(SITE) for loc in root.findall("s:sitemap/s:loc", NS)]
    own = [path for path in named if path.startswith("/sitemap-ro")]
    assert own[:2] == ["/sitemap-ro.xml", "/sitemap-ro-2.xml"]
    parts = [list(entries(client, path)) for path in own]
    assert [address for part in parts for address in part] == whole
    assert max(map(len, parts)) == 8
    assert client.get(f"/sitemap-ro-{len(own) + 1}.xml").status_code == 404


@pytest.mark.parametrize("path", ["/sitemap-fr.xml", "/sitemap-ro-2.xml", "/sitemap-ro-0.xml", "/sitemap-.xml"])
def test_there_is_no_other_sitemap(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
