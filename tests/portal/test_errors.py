"""Error pages: in the reader's language, and without a trace of us in them or of the sender's mistakes in the logs."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.storage import storages
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from portal import errors
from portal.facts.models import Fact
from portal.found.lost import pages_like, words_of
from portal.middleware.request_id import NoTracebackFilter
from portal.views import LANGUAGE_COOKIE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/ar/%00/", "/ar/courses/%00", "/ar/%FF%FE/"])
def test_an_address_that_no_database_can_hold_is_not_found(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert '<html lang="ar"' in response.content.decode()


@pytest.mark.parametrize("path", ["/fr/", "/courses/"])
def test_an_address_without_a_language_gets_the_visitors(client: Client, path: str) -> None:
    assert client.get(path, headers={"Accept-Language": "ne"})["Location"] == f"/ne{path}"
    assert client.get(path, headers={"Accept-Language": "fr"})["Location"] == f"/en{path}"
    client.cookies[LANGUAGE_COOKIE] = "si"
    assert client.get(path, headers={"Accept-Language": "ne"})["Location"] == f"/si{path}"


def test_an_error_under_no_language_speaks_the_visitors(client: Client) -> None:
    response = client.get("/language/fr/", headers={"Accept-Language": "uk"})
    assert response.status_code == 404
    assert '<html lang="uk"' in response.content.decode()


def test_the_page_of_our_own_mistakes_has_its_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only hashed names are kept: the plain one leads nowhere."""
    monkeypatch.setattr(storages["staticfiles"], "url", lambda name: f"/static/hashed/{name}")
    page = errors.server_error(RequestFactory().get("/ar/")).content.decode()
    assert 'href="/static/hashed/icons/favicon.svg"' in page
    assert "<style>:root" in page


def test_the_page_of_our_own_mistakes_needs_no_list_of_hashed_names(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr(storages["staticfiles"], "url", missing)
    response = errors.server_error(RequestFactory().get("/ar/"))
    assert response.status_code == 500
    assert 'href="/static/icons/favicon.svg"' in response.content.decode()


def test_what_is_too_long_leaves_a_line_in_the_log_and_no_traceback(client: Client) -> None:
    logger = logging.getLogger("django.security.RequestDataTooBig")
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    assert any(isinstance(entry, NoTracebackFilter) for entry in logger.filters)
    kept = Kept()
    logger.addHandler(kept)
    try:
        response = client.post("/ar/enrol/1/", {"comment": "x" * 1_100_000})
    finally:
        logger.removeHandler(kept)
    assert response.status_code in {400, 404}
    assert not any("Traceback" in line for line in lines)


@pytest.mark.usefixtures("demo")
def test_a_wrong_address_leads_to_what_is_called_alike(client: Client) -> None:
    html = client.get("/ar/courses/residence_permits/").content.decode()
    main = html.partition("<main")[2]
    assert 'value="residence permits"' in main
    page = Page.objects.get(url_path="/home-ar/resources/residence-permit/")
    assert f'href="/ar/resources/residence-permit/">{page.title}' in main
    assert main.count('role="search"') == 1
    assert html.count('id="find"') == 1


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", ["/ro/wp-login.php", "/ro/.env"])
def test_machines_get_no_help(client: Client, path: str) -> None:
    assert words_of(path) == ""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path, follow=True).status_code == 404
    assert not any('"slug", "wagtailcore_page"."title"' in query["sql"] for query in queries)


def test_words_of_an_address_are_letters_of_any_script() -> None:
    assert words_of("/ro/courses/Permis_de-ședere-2/") == "Permis de ședere"
    assert words_of("/ar/%D8%AA%D8%B5%D8%B1%D9%8A%D8%AD/") == "تصريح"
    assert words_of("/ro/123/") == words_of("/ro/") == ""
    assert len(words_of("/ro/" + "wort-" * 80)) <= 60
    assert pages_like("", "ro") == []


class _Away:
    """A database that doesn't answer."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise OperationalError("connection refused")


@pytest.fixture
def visitor(client: Client) -> Client:
    client.raise_request_exception = False
    return client


def test_without_a_database_readers_are_told_to_try_again(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.serving.find_page", _Away())
    response = visitor.get("/ar/help/?for=eu")
    html = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "no-store" in response["Cache-Control"]
    assert '<html lang="ar"' in html
    assert 'href="/ar/help/?for=eu"' in html
    assert 'href="tel:112"' in html


def test_our_own_mistake_is_no_unavailability(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("portal.serving.find_page", broken)
    with CaptureQueriesContext(connection) as queries:
        response = visitor.get("/si/help/")
    assert response.status_code == 500
    assert "Retry-After" not in response
    assert response["X-Request-ID"] in response.content.decode()
    assert not queries.captured_queries


def test_where_even_the_error_page_fails_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "render_to_string", _Away())
    response = errors.server_error(RequestFactory().get("/ar/"))
    assert response.status_code == 500
    assert 'href="tel:112"' in response.content.decode()


@pytest.mark.usefixtures("demo")
def test_the_number_in_the_error_pages_is_the_one_of_the_facts() -> None:
    assert Fact.objects.filter(code="emergency-phone").latest("valid_from").value == errors.EMERGENCY


def test_what_is_too_long_is_said_to_be(client: Client) -> None:
    response = errors.bad_request(RequestFactory().post("/en/"), RequestDataTooBig())
    assert response.status_code == 413
    assert "too long" in response.content.decode()
    assert errors.bad_request(RequestFactory().get("/en/"), ValueError()).status_code == 400


def test_what_cannot_be_sent_there_says_so_to_people(client: Client) -> None:
    response = client.post("/en/search/", headers={"Accept": "text/html"})
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert "<h1>" in response.content.decode()
    assert not client.post("/en/search/", headers={"Accept": "application/json"}).content
