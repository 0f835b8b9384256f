"""robots.txt and security.txt."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from django.test import Client

SECURITY = "/.well-known/security.txt"


def test_robots_are_kept_from_what_is_no_reading_and_from_nothing_else(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    robots = RobotFileParser()
    robots.parse(text.splitlines())
    for path in ("/admin/", "/language/ar/?next=/ar/", "/demo/outbox/"):
        assert not robots.can_fetch("*", path)
    for path in ("/", "/ro/", "/ar/courses/romanian-a1/", "/static/css/portal.css", "/media/videos/x.mp4"):
        assert robots.can_fetch("*", path)
    assert "Disallow: /*/search/" in text
    assert "status" not in text, "who may not open a page never reads that it is not to be kept"


def fields(client: Client) -> dict[str, str]:
    response = client.get(SECURITY)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_who_finds_a_hole_reads_whom_to_tell(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = "mailto:security@portal.example"
    found = fields(client)
    assert found["Contact"] == "mailto:security@portal.example"
    assert found["Preferred-Languages"] == "ro, en"
    assert found["Canonical"] == f"http://testserver{SECURITY}"


@pytest.mark.parametrize("today", ["2026-01-31", "2026-08-31", "2027-12-01"])
def test_what_security_txt_says_holds_for_months_and_less_than_a_year(
    client: Client, settings: Any, today: str
) -> None:
    settings.SECURITY_CONTACT = "https://portal.example/security"
    now = dt.datetime.fromisoformat(f"{today}T12:00:00+00:00")
    with time_machine.travel(now):
        expires = dt.datetime.fromisoformat(fields(client)["Expires"])
    assert dt.timedelta(days=120) < expires - now < dt.timedelta(days=365)


@pytest.mark.django_db
def test_without_a_contact_there_is_no_security_txt(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = ""
    assert client.get(SECURITY).status_code == 404
