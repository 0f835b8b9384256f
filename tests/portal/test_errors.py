"""Error pages: in the reader's language, and without a trace of us in them or of the sender's mistakes in the logs."""

from __future__ import annotations

import logging

import pytest
from django.core.files.storage import storages
from django.test import Client, RequestFactory

from portal import errors
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
