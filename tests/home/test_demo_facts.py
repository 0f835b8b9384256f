"""Every fact of the demo has a source and its dates, and a changed one shows wherever it stands, in every language."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from home.demo.files import FOLDER, read_rows
from portal import languages
from portal.context import public_path
from portal.facts.models import Fact
from portal.facts.tokens import codes_in, format_fact
from portal.pages import BasePage
from resources.guides.pages import GuidePage

SENTINELS = {
    Fact.Kind.DATE: lambda number: f"2031-05-{number % 28 + 1:02d}",
    Fact.Kind.PHONE: lambda number: f"+4021{7000000 + number}",
    Fact.Kind.NAME: lambda number: f"Biroul {number}",
    Fact.Kind.URL: lambda number: f"https://site-{number}.example/",
    Fact.Kind.PERCENT: lambda number: str(number % 90 + 1),
}


@pytest.mark.parametrize("row", read_rows(FOLDER, "facts"), ids=lambda row: row["code"])
def test_every_fact_has_a_source_and_dates(row: dict[str, object]) -> None:
    host = urlsplit(str(row["source_url"])).hostname or ""
    assert "." in host
    dates = [row[name] for name in ("valid_from", "checked_on", "review_by")]
    assert all(isinstance(day, dt.date) for day in dates)
    assert row["checked_on"] < row["review_by"]  # type: ignore[operator]
    assert row["note"]


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("code", languages.CODES)
def test_a_changed_fact_shows_on_every_page_that_uses_it(client: Client, code: str) -> None:
    facts = {}
    for number, fact in enumerate(Fact.objects.all(), start=11):
        fact.value = SENTINELS.get(Fact.Kind(fact.kind), str)(number)
        fact.clean()
        facts[fact.code] = fact
    Fact.objects.bulk_update(facts.values(), ["value"])
    looked_at = 0
    for page in Page.objects.live().filter(locale__language_code=code, depth__gt=1).specific():
        assert isinstance(page, BasePage)
        # The summary is for lists: not every page shows its own.
        named = set().union(*(codes_in(text) for text in page.texts())) - codes_in(page.summary)
        if not named:
            continue
        html = client.get(public_path(page.url_path, code)).content.decode()
        for name in named:
            assert format_fact(facts[name], code) in html, f"{page.slug}: {name}"
            looked_at += 1
    assert looked_at > 5


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_a_text_with_an_unknown_fact_cannot_be_published() -> None:
    page = GuidePage.objects.get(locale__language_code="ro", slug="work")
    page.full_clean()
    page.short_answer = "Salariul este {fact:no-such-fact}."
    with pytest.raises(ValidationError, match="no-such-fact"):
        page.full_clean()
