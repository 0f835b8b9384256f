"""How a page is found: by its whole address, below the home page of its site, in two queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from portal.serving import find_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.mark.parametrize("path", ["", "help/", "courses/romanian-a1/", "centres/iasi/"])
def test_a_page_is_found_in_two_queries_with_what_the_frame_needs(rf: RequestFactory, path: str) -> None:
    find_page(rf.get(f"/ar/{path}"), path, "ar")
    with CaptureQueriesContext(connection) as queries:
        page = find_page(rf.get(f"/ar/{path}"), path, "ar")
        assert page is not None
        assert page.locale.language_code == "ar"
        assert len(page.live_translations) == 12
        assert not page.is_behind_source
    assert len(queries) == 2
    found = (page.live_translations, page.source_now)
    fresh = type(page).objects.get(pk=page.pk)
    assert (fresh.live_translations, fresh.source_now) == found, "the same as a page that was found otherwise"


@pytest.mark.parametrize("path", ["iasi/", "courses/iasi/", "home-ar/", "courses//romanian-a1/", "nothing/"])
def test_nothing_is_found_at_another_address(rf: RequestFactory, path: str) -> None:
    assert find_page(rf.get(f"/ar/{path}"), path, "ar") is None


def test_what_the_source_says_now_is_compared(rf: RequestFactory, client: Client) -> None:
    source: Any = Page.objects.get(url_path="/home/help/").specific
    source.summary = "Alt rezumat."
    source.save()
    page = find_page(rf.get("/ar/help/"), "help/", "ar")
    assert page is not None
    assert page.is_behind_source
    assert "The Romanian text is newer" in client.get("/en/help/").content.decode()
    source.unpublish()
    page = find_page(rf.get("/ar/help/"), "help/", "ar")
    assert page is not None
    assert not page.is_behind_source, "there is nothing to be behind of"
    assert "ro" not in page.live_translations


def test_a_second_site_has_pages_of_its_own(rf: RequestFactory) -> None:
    Site.objects.create(hostname="other.example", root_page=Page.objects.get(url_path="/home/courses/"))
    own = find_page(rf.get("/ro/", headers={"host": "other.example"}), "romanian-a1/", "ro")
    assert own is not None
    assert own.url_path == "/home/courses/romanian-a1/"
    assert find_page(rf.get("/ro/", headers={"host": "other.example"}), "help/", "ro") is None
    assert find_page(rf.get("/ro/"), "help/", "ro") is not None
