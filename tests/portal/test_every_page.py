"""What stands at the end of every page: sources, ways to pass it on, the sheet of paper, and what it costs."""

from __future__ import annotations

import gzip
import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from portal import languages
from portal.facts.models import Fact
from portal.sharing import addresses_of, qr_svg
from portal.sources import parse_sources, validate_sources
from resources.guides.pages import GuidePage
from tests.home.test_public_pages import PAGES, language_to_try

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

GUIDE = "resources/residence-permit/"


def main_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_every_page_can_be_passed_on_answered_and_printed(client: Client, path: str) -> None:
    code = language_to_try(path, "fa")
    html = main_of(client, f"/{code}/{path}")
    address = f"http://testserver/{code}/{path}"
    assert f'data-share="{address}"' in html
    assert f'data-copy="{address}"' in html
    assert f'href="/{code}/show/{path}"' in html
    assert f'<img src="/{code}/qr/{path}"' in html
    assert "https://wa.me/?text=" in html
    page = Page.objects.get(url_path=f"/home-{code}/{path}")
    assert f'action="/{code}/feedback/{page.translation_key}/"' in html
    assert 'href="#languages"' in html
    assert "csrfmiddlewaretoken" not in html
    for part in ("data-share", "data-copy"):
        assert re.search(rf'<li hidden>\s*<button type="button"\s+{part}', html), "it needs a script, so it is hidden"


def test_every_page_says_that_its_source_is_newer(client: Client) -> None:
    for path in PAGES.values():
        page: Any = Page.objects.get(url_path=f"/home/{path}").specific
        page.summary = "Alt rezumat."
        page.save()
        assert "The Romanian text is newer than this translation." in main_of(client, f"/en/{path}"), path
        assert "newer than" not in main_of(client, f"/ro/{path}")


def test_facts_are_named_with_their_source_and_day(client: Client) -> None:
    Fact.objects.filter(code="permit-renew-days").update(source_url="https://www.igi.example/a", value="777")
    html = main_of(client, f"/en/{GUIDE}")
    details = html.partition('<details class="sources">')[2].partition("</details>")[0]
    assert 'href="https://www.igi.example/a"' in details
    assert ">igi.example<" in details
    assert "777" in details
    fact = Fact.objects.get(code="permit-renew-days")
    assert f"{fact.checked_on.day} {fact.checked_on:%B} {fact.checked_on.year}" in details
    assert "112" not in details, "the frame's own facts are not this text's"
    assert "checking this again" not in details
    Fact.objects.filter(code="permit-renew-days").update(review_by="2020-01-01")
    assert "checking this again" in main_of(client, f"/en/{GUIDE}")


def test_a_page_without_figures_has_no_list_of_sources(client: Client) -> None:
    assert 'class="sources"' not in main_of(client, "/en/resources/")


def test_editors_name_sources_once_for_all_languages(client: Client) -> None:
    guide = GuidePage.objects.get(slug="residence-permit", locale__language_code="ro")
    guide.sources = "OUG 194/2002 https://legislatie.example/194\n\nhttps://igi.example/"
    guide.full_clean()
    guide.save_revision().publish()
    html = main_of(client, f"/ro/{GUIDE}")
    assert 'href="https://legislatie.example/194"' in html
    assert "OUG 194/2002" in html
    fields = {field.field_name: field for field in GuidePage.override_translatable_fields}
    assert not fields["sources"].overridable


def test_a_source_ends_with_its_address() -> None:
    assert parse_sources("  Legea 123 din 2020   https://a.example/x \nhttps://b.example") == [
        ("Legea 123 din 2020", "https://a.example/x"),
        ("b.example", "https://b.example"),
    ]
    validate_sources("")
    for wrong in ("Legea 123", "Legea javascript:alert(1)", "x https://a.example y"):
        with pytest.raises(ValidationError):
            validate_sources(wrong)


@pytest.mark.parametrize("path", ["", GUIDE])
def test_a_code_leads_to_its_page(client: Client, path: str) -> None:
    response = client.get(f"/ar/qr/{path}")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert "max-age=3600" in response["Cache-Control"]
    assert response.content == qr_svg(f"http://testserver/ar/{path}")
    assert qr_svg("http://testserver/ar/") != qr_svg("http://testserver/ro/")


@pytest.mark.parametrize("path", ["nothing/", "romanian-a1/", "enrol/1/", "qr/", "http:/evil.example/"])
@pytest.mark.parametrize("what", ["qr", "show"])
def test_nothing_else_is_encoded(client: Client, path: str, what: str) -> None:
    assert client.get(f"/ro/{what}/{path}").status_code == 404


def test_a_page_that_is_taken_back_has_no_code(client: Client) -> None:
    Page.objects.get(url_path=f"/home-si/{GUIDE}").specific.unpublish()
    assert client.get(f"/si/qr/{GUIDE}").status_code == 404
    assert client.get(f"/si/show/{GUIDE}").status_code == 404
    assert f'href="/si/show/{GUIDE}"' not in main_of(client, f"/ro/show/{GUIDE}")


def test_a_page_is_shown_across_a_desk_in_the_language_of_who_sits_there(client: Client) -> None:
    html = main_of(client, f"/ro/show/{GUIDE}")
    assert f'src="/ro/qr/{GUIDE}"' in html
    assert f"http://testserver/ro/{GUIDE}" in html
    assert [f"/{code}/show/{GUIDE}" in html for code in languages.CODES] == [True] * 12


def test_addresses_begin_with_the_portals_own() -> None:
    found = addresses_of("/home-ur/", "ur")
    assert (found.public, found.qr, found.show) == ("http://testserver/ur/", "/ur/qr/", "/ur/show/")


def test_reading_aloud_costs_little() -> None:
    assert len(gzip.compress((settings.BASE_DIR / "static/js/aloud.js").read_bytes())) <= 1024


def test_the_print_style_is_for_paper_alone(client: Client) -> None:
    html = unescape(client.get(f"/ro/{GUIDE}").content.decode())
    assert re.search(r'<link rel="stylesheet"\s+href="/static/css/print.css"\s+media="print">', html)
    assert "@media print" not in html
