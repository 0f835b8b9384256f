from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import languages
from portal.facts.models import Fact
from portal.search.models import SearchEntry
from portal.search.queries import PER_PAGE
from portal.search.views import MOST_PAGES
from tests.factories import FactFactory
from tests.portal.search.conftest import document

pytestmark = pytest.mark.django_db
Index = Callable[..., int]

WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|TRUNCATE|COPY|pg_advisory)\b")


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def test_a_result_leads_to_its_page_with_what_was_found_marked(client: Client, index: Index) -> None:
    index(document("permit", title="Residence permit", summary="How to renew it & more", kind="guide"))
    html = main_of(client.get("/en/search/", {"q": "permit renew"}).content.decode())
    assert 'href="/en/resources/permit/"' in html
    assert "Residence <mark>permit</mark>" in html
    assert "How to <mark>renew</mark> it &amp; more" in html
    assert "Guide" in html


def test_nothing_that_is_typed_or_stored_becomes_markup(client: Client, index: Index) -> None:
    evil = "<script>alert(1)</script>"
    index(document("evil", title=f"{evil} permit", summary=f"{evil} permit", body=[f"{evil} permit and more of it"]))
    scripts = len(re.findall(r"<script\b", client.get("/en/search/", {"q": "permit"}).content.decode()))
    for query in (evil, f"permit {evil}", '"><img src=x onerror=alert(1)>', "permit' onfocus='alert(1)"):
        html = client.get("/en/search/", {"q": query}).content.decode()
        assert "<script>" not in html and "<img src=x" not in html and "onfocus='" not in html
        assert len(re.findall(r"<script\b", html)) == scripts


def test_facts_in_the_lines_of_a_result_are_shown_as_they_are_today(client: Client, index: Index) -> None:
    FactFactory(code="office", kind=Fact.Kind.NAME, value="Inspectoratul <General>")
    index(document("permit", title="Permit", summary="The office is {fact:office} today, {fact:gone}"))
    html = main_of(client.get("/en/search/", {"q": "inspectoratul"}).content.decode())
    assert "Inspectoratul &lt;General&gt;" in html
    assert "{fact" not in html
    Fact.objects.update(value="Alt nume")
    assert "Alt nume" in client.get("/en/search/", {"q": "permit office"}).content.decode()


def test_a_page_of_results_is_bounded_and_leads_to_the_next(client: Client, index: Index) -> None:
    index(*(document(f"n{n:03}", title=f"Permit {n}") for n in range(70)))
    first = client.get("/en/search/", {"q": "permit"}).content.decode()
    assert first.count("<article") == PER_PAGE
    assert "q=permit&amp;page=2" in first
    last = client.get("/en/search/", {"q": "permit", "page": str(MOST_PAGES)}).content.decode()
    assert last.count("<article") == PER_PAGE
    assert f"page={MOST_PAGES + 1}" not in last
    for odd in ("0", "-1", "x", "99999999999", "²"):
        assert client.get("/en/search/", {"q": "permit", "page": odd}).status_code == 200


@pytest.mark.parametrize("query", ["", "permit", "prmit", "zzzqq", "تصريح", "permit rent school work health house"])
def test_queries_are_few_and_nothing_is_written(client: Client, index: Index, query: str) -> None:
    index(
        document("permit", title="Residence permit", body=["Rent and school"]),
        document("ar", language="ar", title="تصريح الإقامة"),
        *(document(f"n{n}", title=f"Permit {n}", body=["Work, health, house."]) for n in range(30)),
    )
    for address in ("/en/search/", "/en/search/suggest/"):
        client.get(address, {"q": query})
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, {"q": query}).status_code == 200
        assert len(queries) <= 10, [each["sql"][:90] for each in queries]
        assert [each["sql"] for each in queries if WRITES.search(each["sql"])] == []


def test_search_engines_stay_away_and_the_page_has_one_heading(client: Client, index: Index) -> None:
    index(document("permit", title="Residence permit"))
    for query in ("", "permit", "zzzqq"):
        html = client.get("/en/search/", {"q": query}).content.decode()
        assert '<meta name="robots" content="noindex">' in html
        assert len(re.findall(r"<h1[\s>]", html)) == 1
        assert html.count('role="search"') == 1


def test_when_nothing_is_found_there_is_a_way_on(client: Client, index: Index) -> None:
    index(document("permit", title="Residence permit"), document("ar", language="ar", title="تصريح"))
    html = main_of(client.get("/en/search/", {"q": "تصريح"}).content.decode())
    assert "Try the Romanian word" in html
    assert 'href="/en/resources/permit/"' in html
    assert 'href="/ar/search/?q=' in html


def test_a_mended_query_is_said(client: Client, index: Index) -> None:
    index(document("passport", title="Your passport"))
    html = main_of(client.get("/en/search/", {"q": "my pasport"}).content.decode())
    assert "Showing results for <strong><bdi>my passport</bdi></strong>" in " ".join(html.split())


def test_suggestions_are_small_may_be_kept_and_are_the_same_for_everybody(client: Client, index: Index) -> None:
    index(document("permit", title="Residence permit"), document("ro", language="ro", title="Rezidență"))
    response = client.get("/en/search/suggest/", {"q": "resid"})
    assert response.json()["suggestions"] == [
        {"title": "Residence permit", "url": "/en/resources/permit/", "kind": "Guide", "lang": "en"},
    ]
    assert "public" in response["Cache-Control"] and "max-age=" in response["Cache-Control"]
    assert not response.cookies and "Cookie" not in response.get("Vary", "")
    for short in ("", "r", "   "):
        assert client.get("/en/search/suggest/", {"q": short}).json() == {"suggestions": []}


def test_a_search_that_takes_too_long_is_ended_and_says_so(
    client: Client, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(document("permit", title="Residence permit"))
    monkeypatch.setattr("portal.search.queries.TIMEOUT_MS", 50)
    monkeypatch.setattr("portal.search.queries._KNOWN_WORDS", "SELECT pg_sleep(3)")
    response = client.get("/en/search/", {"q": "permit"})
    assert response.status_code == 503
    assert "took too long" in response.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",), "the limit ends with the search"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_answered(client: Client, method: str) -> None:
    assert getattr(client, method)("/en/search/").status_code == 405


@pytest.mark.usefixtures("demo")
class TestDemo:
    """What the demo holds is found in every language, and the form is on every page."""

    @pytest.mark.parametrize("code", languages.CODES)
    def test_the_word_of_a_letter_finds_the_guide(self, client: Client, code: str) -> None:
        for query in ("permis de ședere", "permisul de şedere", "permis sedere"):
            html = main_of(client.get(f"/{code}/search/", {"q": query}).content.decode())
            first = re.search(r'<h2>\s*<a href="([^"]+)"', html)
            assert first and first.group(1) == f"/{code}/resources/residence-permit/"

    @pytest.mark.parametrize("code", languages.CODES)
    def test_the_form_is_on_every_page(self, client: Client, code: str) -> None:
        for path in ("", "help/", "courses/", "nothing-here/"):
            html = client.get(f"/{code}/{path}").content.decode()
            assert html.count('role="search"') == 1
            assert f'action="/{code}/search/"' in html

    def test_a_centre_is_found_by_the_counties_it_serves(self, client: Client) -> None:
        html = main_of(client.get("/en/search/", {"q": "Vaslui"}).content.decode())
        assert "/en/centres/iasi/" in html or "/en/centres/galati/" in html

    def test_a_film_is_found_by_what_it_says(self, client: Client) -> None:
        html = main_of(client.get("/ro/search/", {"q": "avion de hârtie"}).content.decode())
        assert "/ro/resources/first-steps/" in html

    def test_the_command_makes_the_same_index_again(self) -> None:
        rows = list(SearchEntry.objects.order_by("language", "key").values_list("language", "key", "title", "vector"))
        call_command("index_search", verbosity=0)
        again = SearchEntry.objects.order_by("language", "key").values_list("language", "key", "title", "vector")
        assert list(again) == rows
