"""``/`` greets everybody in their language; the choice is remembered and leads nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client

from portal import languages
from portal.views import LANGUAGE_COOKIE


@pytest.mark.parametrize(
    ("header", "path"),
    [
        ("ar-SY,ar;q=0.9,en;q=0.5", "/ar/"),
        ("si", "/si/"),
        ("vi,ne;q=0.7,en;q=0.3", "/ne/"),
        ("ro-RO", "/ro/"),
        ("uk-UA", "/uk/"),
        ("vi", "/en/"),
        ("", "/en/"),
        ("*", "/en/"),
        (";;q=,,\x7f", "/en/"),
    ],
)
def test_the_browsers_language_is_taken(client: Client, header: str, path: str) -> None:
    response = client.get("/", headers={"Accept-Language": header})
    assert response.status_code == 302
    assert response["Location"] == path
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def test_ones_own_choice_wins(client: Client) -> None:
    client.get("/language/ur/")
    assert client.get("/", headers={"Accept-Language": "ro"})["Location"] == "/ur/"


def test_a_cookie_that_somebody_made_up_is_ignored(client: Client) -> None:
    client.cookies[LANGUAGE_COOKIE] = "../../etc"
    assert client.get("/", headers={"Accept-Language": "bn"})["Location"] == "/bn/"


def test_the_switch_goes_on_to_the_page_one_was_on(client: Client) -> None:
    response = client.get("/language/fa/", {"next": "/fa/courses/?kind=romanian"})
    assert response["Location"] == "/fa/courses/?kind=romanian"
    assert response.cookies[LANGUAGE_COOKIE].value == "fa"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "evil", "/\\evil.example"]
)
def test_the_switch_never_leads_to_another_site(client: Client, target: str) -> None:
    assert client.get("/language/fa/", {"next": target})["Location"] == "/fa/"


def test_a_language_that_nobody_speaks_is_not_found(client: Client, db: None) -> None:
    assert client.get("/language/xx/").status_code == 404


def test_the_launch_set_is_complete_and_directed() -> None:
    assert languages.CODES == ("ro", "en", "uk", "ru", "ar", "tr", "ne", "si", "bn", "hi", "ur", "fa")
    assert {language.code for language in languages.LANGUAGES if language.rtl} == {"ar", "ur", "fa"}


@pytest.mark.django_db
def test_an_address_without_a_language_goes_on_to_the_readers(client: Client) -> None:
    response = client.get("/courses/", headers={"Accept-Language": "tr"})
    assert (response.status_code, response["Location"]) == (302, "/tr/courses/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/nothing-here/", "/media/nothing.mp4", "/documents/1/nothing.pdf"])
def test_what_stands_under_no_language_is_not_found_at_once(admin_client: Client, path: str) -> None:
    assert admin_client.get(path).status_code == 404


def test_the_icon_is_led_to_without_the_database(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"].endswith("icons/favicon.svg")
