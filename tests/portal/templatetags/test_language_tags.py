"""The switcher leads to the same page where it exists, else home; search engines learn what exists."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import Locale, Page, Site

from home.pages import HomePage, PlainPage
from portal import languages
from portal.caching.marks import Parameters
from tests.portal.found.reading import canonicals_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def about_in_romanian_and_english() -> PlainPage:
    """A small tree: home in every language, a page below it in two."""
    root = Page.get_first_root_node()
    assert root is not None
    source = Locale.objects.get_or_create(language_code=languages.SOURCE_CODE)[0]
    home = root.add_child(instance=HomePage(title="Acasă", slug="acasa", welcome="Bun venit", intro="-", locale=source))
    about = home.add_child(instance=PlainPage(title="Despre", slug="about", summary="Cine suntem", locale=source))
    for code in languages.CODES[1:]:
        locale = Locale.objects.get_or_create(language_code=code)[0]
        other = root.add_child(
            instance=HomePage(
                title="Home",
                slug=f"home-{code}",
                welcome="Welcome",
                intro="-",
                locale=locale,
                translation_key=home.translation_key,
            )
        )
        if code == "en":
            other.add_child(
                instance=PlainPage(
                    title="About",
                    slug="about",
                    locale=locale,
                    translation_key=about.translation_key,
                    summary="Who we are",
                )
            )
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    return about


def test_every_language_has_an_entry_under_its_own_name(
    client: Client, about_in_romanian_and_english: PlainPage
) -> None:
    html = client.get("/ro/about/").content.decode()
    for language in languages.LANGUAGES:
        name = f'<bdi lang="{language.code}" dir="{language.direction}">{language.native}</bdi>'
        assert html.count(name) == 2, language.code  # in the header and at the page's end


def test_the_switcher_leads_to_the_same_page_or_home(client: Client, about_in_romanian_and_english: PlainPage) -> None:
    html = client.get("/ro/about/").content.decode()
    assert 'href="/language/en/?next=/en/about/"' in html
    assert 'href="/language/ar/"' in html


def test_a_choice_in_the_address_goes_along(
    client: Client, about_in_romanian_and_english: PlainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlainPage, "parameters", Parameters(("kind", "x")))
    html = client.get("/ro/about/?kind=romanian").content.decode()
    assert 'href="/language/en/?next=/en/about/%3Fkind%3Dromanian"' in html
    long = client.get(f"/ro/about/?x={'y' * 300}").content.decode()
    assert "yyy" not in re.sub(r"<form.*?</form>", "", long)


def test_search_engines_learn_what_exists(client: Client, about_in_romanian_and_english: PlainPage) -> None:
    html = client.get("/en/about/").content.decode()
    links = dict(re.findall(r'hreflang="([\w-]+)"\s+href="(http[^"]+)"', html))
    assert links == {
        "ro": "http://testserver/ro/about/",
        "en": "http://testserver/en/about/",
        "x-default": "http://testserver/en/about/",
    }
    assert canonicals_of(html) == ["http://testserver/en/about/"]


def test_html_names_language_and_direction(client: Client, about_in_romanian_and_english: PlainPage) -> None:
    assert re.search(r'<html lang="ar"\s+dir="rtl">', client.get("/ar/").content.decode())
    assert re.search(r'<html lang="en"\s+dir="ltr">', client.get("/en/").content.decode())


def test_a_missing_translation_names_the_languages_there_are(
    client: Client, about_in_romanian_and_english: PlainPage
) -> None:
    response = client.get("/ar/about/")
    assert response.status_code == 404
    html = response.content.decode()
    assert 'href="/ro/about/"' in html
    assert 'href="/en/about/"' in html


def test_a_language_without_a_home_page_shows_the_source_as_such(
    client: Client, about_in_romanian_and_english: PlainPage
) -> None:
    HomePage.objects.filter(locale__language_code="si").first().delete()
    html = client.get("/si/").content.decode()
    assert re.search(r'<html lang="si"', html)
    assert re.search(r'<main id="content"\s+tabindex="-1"\s+lang="ro"\s+dir="ltr"', html)


def test_the_frame_survives_without_facts(client: Client, about_in_romanian_and_english: PlainPage) -> None:
    html = client.get("/ro/about/").content.decode()
    assert 'id="emergency"' not in html
    assert "tel:" not in html
