"""A situation leads to pages in the reader's language, else to one that exists, and says so."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import Page

from portal import languages
from resources.situations.pages import SituationPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def entries(client: Client, path: str) -> list[str]:
    html = client.get(path).content.decode()
    way = re.search(r'<ol class="steps way">.*?</ol>', html, re.DOTALL)
    assert way
    return re.findall(r'<a href="([^"]+)"', way.group())


@pytest.mark.parametrize("code", languages.CODES)
def test_every_entry_leads_to_a_page_in_the_readers_language(client: Client, code: str) -> None:
    for page in SituationPage.objects.filter(locale__language_code=code):
        links = entries(client, f"/{code}/resources/{page.slug}/")
        assert len(links) >= 2
        for link in links:
            assert link.startswith(f"/{code}/")
            assert client.get(link).status_code == 200


def test_what_is_not_translated_is_offered_in_another_language(client: Client) -> None:
    source = SituationPage.objects.get(locale__language_code="ro", slug="just-arrived")
    chosen = Page.objects.get(pk=source.entries.raw_data[0]["value"]["page"])
    path = chosen.url_path.removeprefix("/home/")
    Page.objects.get(translation_key=chosen.translation_key, locale__language_code="si").delete()
    html = client.get("/si/resources/just-arrived/").content.decode()
    assert re.search(rf'href="/en/{path}"\s+hreflang="en"', html)
    assert '<bdi lang="en">English</bdi>' in html
    Page.objects.filter(translation_key=chosen.translation_key).exclude(pk=chosen.pk).update(live=False)
    assert f'href="/ro/{path}"' in client.get("/si/resources/just-arrived/").content.decode()


def test_a_page_that_is_not_public_in_any_language_is_left_out(client: Client) -> None:
    source = SituationPage.objects.get(locale__language_code="ro", slug="just-arrived")
    chosen = Page.objects.get(pk=source.entries.raw_data[0]["value"]["page"])
    before = entries(client, "/ar/resources/just-arrived/")
    Page.objects.filter(translation_key=chosen.translation_key).update(live=False)
    assert entries(client, "/ar/resources/just-arrived/") == before[1:]


def test_the_first_page_leads_to_the_situations(client: Client) -> None:
    assert 'href="/uk/resources/just-arrived/"' in client.get("/uk/").content.decode()
