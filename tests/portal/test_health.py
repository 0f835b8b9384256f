"""``/healthz`` answers 200 exactly when the portal serves."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db


def test_wagtails_own_first_page_is_not_ours(client: Client) -> None:
    response = client.get("/healthz")  # what the migrations make, nothing loaded
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "reason": "There is no home page yet."}


def test_with_the_content_it_serves(client: Client, demo: None) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_without_the_database_it_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("the server closed the connection\nsecond line")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["reason"] == "The database doesn't answer."
