"""The design page shows every component, in both directions, and reads no row for it."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.design.samples import sample_runs
from home.design.views import COLOURS, SPECIMENS
from portal.styles import FOLDER, read_component, styles_for

SPECIMENS_FOLDER = settings.BASE_DIR / "templates" / "design" / "specimens"
ELSEWHERE = {"hero", "device"}
"""What a single page has: the beginning of the first page, and what a device keeps on the page without a network."""

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture
def html(client: Client) -> bytes:
    return client.get("/ar/design/").content


def test_every_component_is_shown(html: bytes) -> None:
    styles = styles_for(html)
    files = [read_component(path) for path in (FOLDER / "components").glob("*.css")]
    assert {file.name for file in files if file.css not in styles} <= ELSEWHERE


def test_every_specimen_is_shown_in_both_directions(html: bytes) -> None:
    assert set(SPECIMENS) == {path.stem for path in SPECIMENS_FOLDER.glob("*.html")}
    for direction in (r'lang="ro"\s+dir="ltr"', r'lang="ar"\s+dir="rtl"'):
        shown = re.findall(rf'<div class="specimen"\s+{direction}', html.decode())
        assert len(shown) == len(SPECIMENS)


def test_every_colour_is_shown() -> None:
    tokens = (FOLDER / "ground" / "tokens.css").read_text().partition("@media")[0]
    named = set(re.findall(r"--([\w-]+): #[0-9a-f]+;", tokens))
    assert named - {"on-teal", "on-coral"} == set(COLOURS)


def test_a_group_is_shown_in_each_of_its_states(html: bytes) -> None:
    assert len(sample_runs()) == 4
    text = html.decode()
    for words in ("7 locuri libere", "4 persoane", "Înscrierile încep pe", "Această grupă nu are loc"):
        assert words in text


def test_samples_are_no_rows(client: Client) -> None:

    with CaptureQueriesContext(connection) as queries:
        client.get("/ro/design/")
    assert len(queries) <= 3, "the frame's own: navigation and facts"


def test_search_engines_stay_out_and_editors_find_it(client: Client, admin_client: Client) -> None:
    assert b'name="robots" content="noindex"' in client.get("/ro/design/").content
    assert reverse("design").encode() in admin_client.get(reverse("wagtailadmin_home")).content
