"""The demo's translations are wagtail-localize's own: filled, up to date, and published again without loss."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationContext,
    TranslationSource,
)

from home.demo.load import load_demo
from home.pages import HomePage
from portal.pages import BasePage
from tests.home.demo_files import write_demo

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


@pytest.fixture(autouse=True)
def small_demo(tmp_path: Path, settings: LazySettings) -> None:
    settings.DEMO_TODAY = dt.date(2026, 11, 20)
    settings.MEDIA_ROOT = tmp_path / "media"
    load_demo(folder=write_demo(tmp_path / "demo"), say=lambda step: None)


def page(code: str, path: str) -> BasePage:
    home = HomePage.objects.get(locale__language_code=code)
    found: BasePage = Page.objects.get(url_path=f"{home.url_path}{path}").specific
    return found


def translation_of(code: str, path: str) -> Translation:
    return Translation.objects.get(
        source__object_id=page("ro", path).translation_key, target_locale__language_code=code
    )


def body_of(found: BasePage) -> list[Any]:
    return list(found.body.raw_data)


def test_every_translation_is_up_to_date() -> None:
    # 15 pages in English and Arabic, each enabled and with every text translated.
    translations = Translation.objects.all()
    assert len(translations) == 15
    for translation in translations:
        total, done = translation.get_progress()
        assert total == done > 0
        assert translation.enabled
        assert str(translation.get_status_display()) in {"Up to date", "Actualizat", "La zi"}


def test_the_records_are_the_ones_that_wagtail_localize_makes() -> None:
    """Its own way of reading a source must find nothing to add, change or delete."""

    def records() -> list[list[Any]]:
        segments = [
            list(model.objects.order_by("pk").values())
            for model in (StringSegment, TemplateSegment, OverridableSegment)
        ]
        contexts = list(TranslationContext.objects.order_by("pk").values("pk", "object_id", "path", "path_id"))
        return [*segments, contexts]

    before = records()
    for source in TranslationSource.objects.all():
        source.refresh_segments()

    assert records() == before


def test_a_source_that_did_not_change_is_seen_as_such() -> None:
    for source in TranslationSource.objects.all():
        synced, created = TranslationSource.update_or_create_from_instance(source.get_source_instance())
        assert not created
        assert synced.last_updated_at == source.last_updated_at


def test_who_translated_is_recorded_text_by_text() -> None:
    kinds = {
        code: set(
            StringTranslation.objects.filter(locale__language_code=code).values_list("translation_type", flat=True)
        )
        for code in ("en", "ar")
    }
    # The English film was translated by a person too.
    assert kinds == {"en": {"manual"}, "ar": {"machine"}}


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("path", ["", "courses/", "courses/romanian-a1/", "resources/first-steps/", "centres/iasi/"])
def test_publishing_from_the_translation_gives_the_same_page(
    code: str, path: str, django_capture_on_commit_callbacks: Any
) -> None:
    before = page(code, path)

    with django_capture_on_commit_callbacks(execute=True):
        translation_of(code, path).save_target(publish=True)

    after = page(code, path)
    assert after.slug == before.slug
    assert after.url == before.url
    assert after.texts() == before.texts()
    assert after.translated_by == before.translated_by
    assert after.content_fingerprint == before.content_fingerprint
    assert after.source_fingerprint == before.source_fingerprint
    assert after.live
    if hasattr(before, "body"):
        assert body_of(after) == body_of(before)


def test_an_edited_source_puts_its_translations_out_of_date(django_capture_on_commit_callbacks: Any) -> None:
    source = page("ro", "courses/")
    source.title = "Alt titlu"
    with django_capture_on_commit_callbacks(execute=True):
        source.save_revision().publish()
    assert page("en", "courses/").is_behind_source
    assert not page("en", "courses/romanian-a1/").is_behind_source

    TranslationSource.update_or_create_from_instance(page("ro", "courses/"))

    translation = translation_of("en", "courses/")
    total, done = translation.get_progress()
    assert done == total - 1
    assert translation_of("en", "courses/romanian-a1/").get_progress()[0] > 0


def test_a_translation_that_is_brought_up_to_date_is_not_behind_any_more(
    django_capture_on_commit_callbacks: Any,
) -> None:
    source = page("ro", "courses/")
    source.title = "Alt titlu"
    with django_capture_on_commit_callbacks(execute=True):
        source.save_revision().publish()
    record, _ = TranslationSource.update_or_create_from_instance(page("ro", "courses/"))
    segment = StringSegment.objects.get(source=record, context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=Locale.objects.get(language_code="ar"),
        data="عنوان آخر",
        translation_type="manual",
    )

    with django_capture_on_commit_callbacks(execute=True):
        translation_of("ar", "courses/").save_target(publish=True)

    assert page("ar", "courses/").title == "عنوان آخر"
    assert not page("ar", "courses/").is_behind_source
    assert page("en", "courses/").is_behind_source


def test_a_new_translation_is_not_labelled_as_the_source() -> None:
    locale = Locale.objects.get(language_code="ar")
    translation = Translation.objects.create(
        source=TranslationSource.objects.get(object_id=page("ro", "resources/papers/").translation_key),
        target_locale=locale,
    )

    translation.save_target(publish=False)

    assert page("ar", "resources/papers/").translated_by != BasePage.TranslatedBy.SOURCE


@pytest.mark.parametrize("account", ["editor", "translator"])
def test_the_translation_editor_opens_filled(client: Any, settings: LazySettings, account: str) -> None:
    client.login(username=account, password=settings.DEMO_PASSWORD)

    response = client.get(reverse("wagtailadmin_pages:edit", args=[page("ar", "courses/romanian-a1/").pk]))

    assert response.status_code == 200
    content = response.content.decode()
    assert "wagtail_localize" in content
    assert "Heading ar" in content
    assert "Heading ro" in content
