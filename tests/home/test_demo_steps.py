"""The demo is loaded in two parts; the second can be interrupted anywhere and goes on there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.conf import LazySettings
from wagtail.models import Page

from home.demo import rest
from home.demo.load import load_demo, load_first, load_rest
from home.pages import HomePage
from home.steps import DemoStep
from resources.videos.models import Video
from tests.home.demo_files import PAGES, page_texts, write, write_demo

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


def quiet(step: str) -> None:
    """Say nothing."""


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    """The small demo with its guide, another guide and a situation in the folder that is loaded behind the portal."""
    settings.DEMO_TODAY = dt.date(2026, 11, 20)
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = write_demo(tmp_path / "demo")
    more = [
        {"path": "resources/now", "type": "resources.SituationPage", "symbol": "key"},
        {"path": "resources/more", "type": "resources.GuidePage", "topic": "health", "audiences": ["eu"]},
        {"path": "resources/last", "type": "resources.GuidePage", "topic": "work"},
    ]
    write(folder / "pages.yaml", [*PAGES, *more])
    for code, translated_by in [("ro", "source"), ("en", "person"), ("ar", "machine")]:
        guide = page_texts("en")["resources/papers"]
        section = {"section": {"title": f"EU {code}", "audiences": ["eu"]}}
        pages = {
            "resources/more": {**guide, "title": f"More {code}", "body": [section, *guide["body"]]},
            "resources/last": {**guide, "title": f"Last {code}"},
            "resources/now": {
                "title": f"Now {code}",
                "entries": [
                    {"page": "resources/more", "text": f"First {code}"},
                    {"page": "courses/romanian-a1", "text": f"Then {code}"},
                ],
            },
        }
        write(folder / "guides" / f"{code}.yaml", {"language": code, "translated_by": translated_by, "pages": pages})
    return folder


def slugs(code: str = "ar") -> set[str]:
    parent = HomePage.objects.get(locale__language_code=code).get_children().get(slug="resources")
    return set(parent.get_children().values_list("slug", flat=True))


def test_the_first_part_serves_courses_and_the_rest_comes_behind(folder: Path) -> None:
    assert load_first(folder=folder, say=quiet) is True
    assert slugs("en") == {"papers", "first-steps"}
    assert load_first(folder=folder, say=quiet) is False
    assert load_rest(folder=folder, say=quiet) is True
    assert slugs("en") == {"papers", "first-steps", "more", "last", "now"}
    assert load_rest(folder=folder, say=quiet) is False
    assert not any(Page.find_problems()), "the tree is sound"


def test_pages_know_topic_readers_and_what_they_lead_to(folder: Path) -> None:
    load_demo(folder=folder, say=quiet)
    for page in Page.objects.filter(slug="more").specific():
        assert (page.topic, page.audiences) == ("health", ["eu"])
        assert page.body[0].value["audiences"] == ["eu"]
    for page in Page.objects.filter(slug="now").specific():
        assert page.symbol == "key"
        chosen = [entry.value["page"].slug for entry in page.entries]
        assert chosen == ["more", "romanian-a1"]


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_whoever_is_interrupted_goes_on_there(folder: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    load_first(folder=folder, say=quiet)
    before, index = DemoStep.objects.count(), rest.index_pages
    calls = 0

    def interrupted(tree: object) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise KeyboardInterrupt
        index(tree)  # type: ignore[arg-type]

    monkeypatch.setattr(rest, "index_pages", interrupted)
    with pytest.raises(KeyboardInterrupt):
        load_rest(folder=folder, say=quiet)
    assert DemoStep.objects.count() < before + len(rest.rest_of(folder))
    monkeypatch.setattr(rest, "index_pages", index)
    assert load_rest(folder=folder, say=quiet) is True
    assert slugs() == {"first-steps", "more", "last", "now"}
    assert Page.objects.filter(slug="more").count() == 3
    assert not any(Page.find_problems())


def test_what_an_editor_deletes_does_not_come_back(folder: Path) -> None:
    load_demo(folder=folder, say=quiet)
    Page.objects.get(slug="more", locale__language_code="en").delete()
    assert load_demo(folder=folder, say=quiet) is False
    assert load_rest(folder=folder, say=quiet) is False
    assert "more" not in slugs("en")


def test_a_portal_of_ones_own_gets_nothing(folder: Path) -> None:
    load_demo(folder=folder, say=quiet)
    DemoStep.objects.all().delete()
    Page.objects.filter(slug="last").delete()
    assert load_demo(folder=folder, say=quiet) is False
    assert "last" not in slugs("en")
    assert Video.objects.count() == 1
