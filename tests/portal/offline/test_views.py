"""The service worker, the manifest, the page that stands in, and what a section weighs."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image
from wagtail.models import Page

from portal import languages
from portal.offline.views import worker
from resources.guides.pages import GuidePage

MOST_BYTES = {"worker": 3_100, "js/offline.js": 1_200, "js/save_section.js": 1_200, "js/thrift.js": 1_200}
ROOT = Path(settings.BASE_DIR)

each_language = pytest.mark.parametrize("code", languages.CODES)


def pattern(name: str) -> re.Pattern[str]:
    """An expression of the service worker, which Python reads the same."""
    found = re.search(rf"const {name} = /(.*)/;", (ROOT / "static/js/sw.js").read_text(encoding="utf-8"))
    assert found
    return re.compile(found[1].replace("\\/", "/"))


def test_the_worker_is_for_the_whole_site_and_asked_for_anew(client: Client) -> None:
    response = client.get("/sw.js")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Service-Worker-Allowed"] == "/"
    assert response["Cache-Control"] == "no-cache"
    text = response.content.decode()
    assert re.search(r'"bv-offline-[0-9a-f]{12}"', text)
    assert not re.search(r"^\s*//", text, re.MULTILINE), "comments stay at home"


@pytest.mark.parametrize("name", MOST_BYTES)
def test_scripts_are_small(name: str) -> None:
    text = worker().encode() if name == "worker" else (ROOT / "static" / name).read_bytes()
    assert len(gzip.compress(text)) <= MOST_BYTES[name]


def test_forms_and_personal_pages_are_never_kept() -> None:
    """Every address that somebody could write into, or that is somebody's own."""
    unkept, foreign = pattern("UNKEPT"), pattern("FOREIGN")
    personal = (
        *(
            "enrol/7/",
            "enrol/interest/",
            "enrol/received/x/",
            "status/",
            "status/x/",
            "status/link/",
            "status/x/helpful/",
        ),
        *("level-check/", "level-check/result/x/", "certificates/", "certificates/x/", "feedback/x/"),
    )
    for path in personal:
        assert unkept.search(f"/ar/{path}"), path
    assert unkept.search("/language/ar/")
    for path in ("/admin/", "/admin/inbox/", "/demo/outbox/", "/documents/1/x.pdf", "/healthz"):
        assert foreign.search(path), path
    for path in ("/ar/", "/ar/resources/residence-permit/", "/ar/courses/", "/ar/centres/iasi/", "/ar/administration/"):
        assert not unkept.search(path) and not foreign.search(path), path
    known = {str(entry.pattern) for entry in get_resolver("courses.urls").url_patterns}
    shown = {path for path in known if not unkept.search(f"/ar/{path}")}
    assert shown == {"courses/feed.xml"}, "a new address of courses: is it a form?"


def test_what_has_live_numbers_is_asked_of_the_network_first() -> None:
    live = pattern("LIVE")
    for path in ("courses/", "courses/romanian-a1/", "search/", "news/", "events/x/"):
        assert live.search(f"/ar/{path}")
    assert not live.search("/ar/resources/courses/")


@each_language
def test_the_manifest_speaks_the_language(demo: None, client: Client, code: str) -> None:
    response = client.get(f"/{code}/app.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest: dict[str, Any] = response.json()
    language = languages.get_language(code)
    assert (manifest["lang"], manifest["dir"]) == (code, language.direction)
    assert (manifest["id"], manifest["scope"], manifest["start_url"]) == ("/", "/", f"/{code}/")
    assert [one["url"] for one in manifest["shortcuts"]] == [
        f"/{code}/{slug}/" for slug in ("courses", "centres", "help")
    ]
    titles = Page.objects.filter(locale__language_code=code, slug="courses").values_list("title", flat=True)
    assert manifest["shortcuts"][0]["name"] in titles
    for icon in manifest["icons"]:
        path = ROOT / "static" / icon["src"].removeprefix("/static/")
        assert path.stat().st_size < 8_000
        if path.suffix == ".png":
            assert "{}x{}".format(*Image.open(path).size) == icon["sizes"]
    assert {"any", "maskable"} == {icon["purpose"] for icon in manifest["icons"]}


def test_every_page_names_its_manifest(demo: None, client: Client) -> None:
    assert '<link rel="manifest" href="/ar/app.webmanifest">' in client.get("/ar/help/").content.decode()


@each_language
def test_the_page_that_stands_in(demo: None, client: Client, code: str) -> None:
    response = client.get(f"/{code}/offline/")
    html = response.content.decode()
    assert response.status_code == 200
    assert '<meta name="robots" content="noindex">' in html
    main = html.partition("<main")[2].partition("</main>")[0]
    assert 'href="tel:112"' in main
    assert {f"/{code}/resources/", f"/{code}/resources/citizenship/", f"/{code}/resources/just-arrived/"} <= set(
        re.findall(r'href="([^"]+)"', main)
    )
    assert set(re.findall(r'<template data-bar="(\w+)">', main)) == {"new", "copy", "live"}
    assert main.count("data-day=") == 2


def section_of(client: Client, path: str, query: str = "") -> Any:
    code, _, rest = path.strip("/").partition("/")
    page = Page.objects.get(url_path=f"/home-{code}/{rest}/" if code != "ro" else f"/home/{rest}/")
    return client.get(reverse("offline_section", args=[page.translation_key]).replace("/en/", f"/{code}/") + query)


def test_a_situation_is_saved_with_what_it_leads_to(demo: None, client: Client) -> None:
    found = section_of(client, "/ar/resources/just-arrived/").json()
    html = client.get("/ar/resources/just-arrived/").content.decode()
    way = html.partition('<ol class="steps way">')[2].partition("</ol>")[0]
    assert found["pages"] == ["/ar/resources/just-arrived/", *re.findall(r'<a href="([^"]+)"', way)]
    assert found["url"] == "/ar/resources/just-arrived/"
    assert found["dates"] == "ar-u-nu-latn" or found["dates"].startswith("ar-")


def test_one_topic_is_saved_alone(demo: None, client: Client) -> None:
    pages = section_of(client, "/en/resources/", "?topic=health").json()["pages"]
    assert pages[0] == "/en/resources/?topic=health"
    guides = GuidePage.objects.filter(locale__language_code="en", topic="health", live=True)
    assert {f"/en/resources/{guide.slug}/" for guide in guides} <= set(pages)
    assert "/en/resources/residence-permit/" not in pages
    assert 'data-save-section="/en/offline/section/' in client.get("/en/resources/?topic=health").content.decode()


def test_a_page_that_is_no_section_has_no_list(demo: None, client: Client) -> None:
    assert section_of(client, "/en/resources/residence-permit/").status_code == 404
    assert client.get("/en/offline/section/00000000-0000-0000-0000-000000000000.json").status_code == 404
    assert client.get("/en/offline/section/x.json").status_code == 404


@pytest.mark.parametrize("code", ["en", "ar", "si", "uk"])
@pytest.mark.parametrize("path", ["resources/just-arrived/", "resources/citizenship/"])
def test_the_size_that_is_told_is_about_right(demo: None, client: Client, code: str, path: str) -> None:
    found = section_of(client, f"/{code}/{path}").json()
    said = re.search(r"(\d+)\s*\D*$", re.sub(r"[^\d ]+", " ", found["texts"]["save"]))
    assert said
    sent, pictures = 0, set()
    for address in found["pages"]:
        html = client.get(address).content
        sent += len(gzip.compress(html))
        pictures |= set(re.findall(r'<img src="(/media/[^"]+\.svg)"', html.decode()))
    sent += sum(
        len(gzip.compress((Path(settings.MEDIA_ROOT) / one.removeprefix("/media/")).read_bytes())) for one in pictures
    )
    assert 0.8 * sent / 1000 - 10 <= int(said[1]) <= 1.3 * sent / 1000 + 10


def test_a_section_costs_the_same_however_many_pages_it_has(
    demo: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        section_of(client, "/en/resources/")
