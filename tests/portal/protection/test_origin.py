"""Forms from our own pages are taken, forms from elsewhere are not."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from portal.protection.origin import is_same_origin


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://portal.example"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://proxy.example"}, True),
        ({"Sec-Fetch-Site": "a new word", "Origin": "http://portal.example"}, True),
        ({"Sec-Fetch-Site": "a new word", "Origin": "http://elsewhere.example"}, False),
        ({"Origin": "http://portal.example"}, True),
        ({"Origin": "http://PORTAL.example"}, True),
        ({"Origin": "http://portal.example:80"}, True),
        ({"Origin": "https://portal.example"}, False),
        ({"Origin": "http://portal.example:8080"}, False),
        ({"Origin": "http://portal.example.elsewhere.example"}, False),
        ({"Origin": "http://sub.portal.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Referer": "http://portal.example/en/"}, False),
        ({"Origin": "http://["}, False),
        ({"Origin": "http://portal.example:x"}, False),
        ({"Referer": "http://portal.example/en/enrol/1/"}, True),
        ({"Referer": "http://elsewhere.example/http://portal.example/"}, False),
        ({"Referer": "http://portal.example@elsewhere.example/"}, False),
        ({"Referer": "about:blank"}, False),
    ],
)
def test_where_a_form_came_from(headers: dict[str, str], expected: bool) -> None:
    request = RequestFactory().post("/en/enrol/1/", SERVER_NAME="portal.example", headers=headers)
    assert is_same_origin(request) is expected


def test_behind_https_the_default_port_is_the_same_origin() -> None:
    request = RequestFactory().post(
        "/", secure=True, SERVER_NAME="portal.example", SERVER_PORT="443", headers={"Origin": "https://portal.example"}
    )
    assert is_same_origin(request)
