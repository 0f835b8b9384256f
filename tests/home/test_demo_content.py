"""The demo's own files: complete, and loadable as they are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.conf import LazySettings
from wagtail.models import Page
from wagtail_localize.models import Translation

from courses.catalogue.models import Run
from home.demo.files import FOLDER, HOME, read_texts, read_tree
from home.demo.load import load_demo
from portal import clock, languages
from portal.directory.models import Centre

pytestmark = pytest.mark.whole

COMPLETE = ("ro", "en")
ON_THE_WAY_TO_AN_ENROLMENT = {
    HOME,
    "courses",
    "courses/romanian-a1",
    "courses/romanian-a2",
    "courses/romanian-b1",
    "courses/orientation",
    "courses/citizenship",
    "privacy",
}
"""What exists in all languages: until somebody has enrolled, no page may be missing in theirs."""


@pytest.mark.parametrize("code", COMPLETE)
def test_the_source_and_english_have_every_page(code: str) -> None:
    assert set(read_texts(FOLDER)[code]) == {spec.path for spec in read_tree(FOLDER)}


@pytest.mark.parametrize("code", languages.CODES)
def test_every_language_has_the_way_to_an_enrolment(code: str) -> None:
    assert set(read_texts(FOLDER)[code]) >= ON_THE_WAY_TO_AN_ENROLMENT


@pytest.mark.django_db
def test_everything_loads(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.DEMO_TODAY = dt.date(2026, 11, 22)

    load_demo(say=lambda step: None)

    texts = read_texts(FOLDER)
    assert Page.objects.filter(depth__gt=1).count() == sum(len(pages) for pages in texts.values())
    assert Centre.objects.count() >= 6
    assert Run.objects.upcoming(clock.today()).count() >= 12
    for translation in Translation.objects.all():
        total, done = translation.get_progress()
        assert total == done
