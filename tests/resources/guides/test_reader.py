"""For whom somebody reads is chosen by a link, kept along the way, and never hides that there is more."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import Page

from portal import languages
from resources.guides.pages import GuidePage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

GUIDE = "/en/resources/residence-permit/"
INDEX = "/en/resources/"


def html_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def titles(html: str) -> list[str]:
    return re.findall(r'<details class="part folded"', html)


def test_a_guide_folds_the_parts_of_others_and_says_so(client: Client) -> None:
    everybody, eu = html_of(client, GUIDE), html_of(client, f"{GUIDE}?for=eu")
    assert titles(everybody) == []
    sections = len(re.findall(r'<section class="part"', everybody))
    assert sections >= 2
    assert 0 < len(titles(eu)) < sections
    assert "folded away" in eu
    assert f'href="{GUIDE}"' in eu, "a link to all of it"
    assert "EU citizen" in everybody, "each part says in words whom it is for"


@pytest.mark.parametrize("code", languages.CODES)
def test_every_part_says_for_whom_in_every_language(client: Client, code: str) -> None:
    html = html_of(client, f"/{code}/resources/residence-permit/")
    parts = re.findall(r'<section class="part".*?</section>', html, re.DOTALL)
    assert parts
    for part in parts:
        assert re.search(r'class="for-whom".*?<bdi class="badge">\s*\S', part, re.DOTALL)


@pytest.mark.parametrize("path", [GUIDE, INDEX])
def test_an_unknown_choice_changes_nothing(client: Client, path: str) -> None:
    plain = html_of(client, path)
    odd = html_of(client, f"{path}?for=nobody")
    # But for the addresses that switch the language, which carry the query along.
    assert re.sub(r"%3Ffor%3Dnobody|\?for=nobody|%3Ffor=nobody", "", odd) == plain


@pytest.mark.parametrize("path", [GUIDE, INDEX])
def test_the_address_for_search_engines_has_no_choice(client: Client, path: str) -> None:
    html = html_of(client, f"{path}?for=eu&topic=health")
    assert re.search(rf'<link rel="canonical"\s+href="http://testserver{path}"', html)


def test_the_choice_is_carried_along(client: Client) -> None:
    index = html_of(client, f"{INDEX}?for=eu")
    assert f"{GUIDE}?for=eu" in index
    assert "/en/resources/just-arrived/?for=eu" in index
    assert "?topic=health&amp;for=eu" in index
    guide = html_of(client, f"{GUIDE}?for=eu")
    assert f'href="{INDEX}?for=eu"' in guide
    assert "/en/resources/health-care/?for=eu" in html_of(client, "/en/resources/just-arrived/?for=eu")


def test_the_index_leaves_out_guides_for_others_and_says_how_many(client: Client) -> None:
    everybody, eu = html_of(client, INDEX), html_of(client, f"{INDEX}?for=eu")
    assert "/en/resources/temporary-protection/" in everybody
    assert "/en/resources/temporary-protection/" not in eu
    hidden = (
        GuidePage.objects.filter(locale__language_code="en").exclude(audiences=[]).exclude(audiences__contains=["eu"])
    )
    assert re.search(rf"\b{hidden.count()} guides? for other readers", eu)


def test_a_guide_for_others_is_still_to_be_read(client: Client) -> None:
    html = html_of(client, "/en/resources/temporary-protection/?for=eu")
    assert "This guide is not for: EU citizen" in html
    assert "The short answer" in html


def test_a_topic_shows_its_own_guides_and_films_alone(client: Client) -> None:
    html = html_of(client, f"{INDEX}?topic=health")
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert main
    guides = set(re.findall(r'/en/resources/([\w-]+)/"', main.group()))
    expected = GuidePage.objects.filter(locale__language_code="en", topic="health").values_list("slug", flat=True)
    assert set(expected) <= guides
    assert "work" not in guides


def test_a_guide_names_others_on_its_topic_and_not_itself(client: Client) -> None:
    html = html_of(client, "/en/resources/taxes/")
    more = re.search(r'aria-labelledby="same-topic".*?</section>', html, re.DOTALL)
    assert more
    assert "/en/resources/bank-account/" in more.group()
    assert "/en/resources/taxes/" not in more.group()


def test_topic_and_readers_are_the_same_in_every_language() -> None:
    for page in Page.objects.filter(slug="asylum").specific():
        assert (page.topic, page.audiences) == ("protection", ["protection", "third_country"])
