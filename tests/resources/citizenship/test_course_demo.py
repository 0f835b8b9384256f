"""The course comes with the demo: its blocks survive the translation editor, and mistakes in its files are named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.models import Locale
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationSource,
)

from home.demo.errors import DemoError
from home.demo.load import load_demo
from home.pages import HomePage
from resources.citizenship.models import Question
from resources.citizenship.pages import CitizenshipPage, LessonPage
from tests.factories import make_question
from tests.home.demo_files import change
from tests.resources.citizenship.demo_course import LESSON, write_course

pytestmark = [pytest.mark.django_db, pytest.mark.whole]

ROMANIAN = {"lege", "țară", "Deșteaptă-te, române"}


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.DEMO_TODAY = dt.date(2026, 11, 20)
    settings.MEDIA_ROOT = tmp_path / "media"
    return write_course(tmp_path / "demo")


@pytest.fixture
def course(folder: Path) -> None:
    load_demo(folder=folder, say=lambda step: None)


def lesson(code: str) -> LessonPage:
    return LessonPage.objects.get(locale__language_code=code, slug="dacia")


def translation_of(code: str) -> Translation:
    return Translation.objects.get(source__object_id=lesson("ro").translation_key, target_locale__language_code=code)


def romanian_in(page: LessonPage) -> set[str]:
    return {
        item["romanian"]
        for block in page.body
        if block.block_type in {"words", "verses"}
        for item in block.value["items" if block.block_type == "words" else "lines"]
    }


def test_what_is_romanian_is_no_text_to_translate(course: None) -> None:
    texts = lesson("ro").texts()
    assert not ROMANIAN & set(texts)
    assert {"A map ro", "Caption ro", "LÉ-dje ro", "a rule ro", "Wake ro"} <= set(texts)
    strings = StringSegment.objects.filter(source__object_id=lesson("ro").translation_key)
    assert not ROMANIAN & set(strings.values_list("string__data", flat=True))
    for translation in Translation.objects.all():
        total, done = translation.get_progress()
        assert total == done > 0


def test_the_records_are_the_ones_that_wagtail_localize_makes(course: None) -> None:
    def records() -> list[Any]:
        return [
            list(model.objects.order_by("pk").values())
            for model in (StringSegment, TemplateSegment, OverridableSegment)
        ]

    before = records()
    for source in TranslationSource.objects.all():
        source.refresh_segments()
        page = source.get_source_instance()
        synced, created = TranslationSource.update_or_create_from_instance(page)
        assert not created
        # What stands below a page is loaded after it, and the record of a page counts its children.
        assert synced.last_updated_at == source.last_updated_at or page.numchild
    assert records() == before


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_translation_that_is_published_again_is_the_same(
    course: None, code: str, django_capture_on_commit_callbacks: Any
) -> None:
    before = lesson(code)
    with django_capture_on_commit_callbacks(execute=True):
        translation_of(code).save_target(publish=True)
    after = lesson(code)
    assert list(after.body.raw_data) == list(before.body.raw_data)
    assert after.subject == "history"
    assert after.content_fingerprint == before.content_fingerprint
    assert romanian_in(after) == ROMANIAN


def test_a_changed_translation_keeps_what_is_romanian_and_the_picture(
    course: None, django_capture_on_commit_callbacks: Any
) -> None:
    text = StringTranslation.objects.get(
        locale=Locale.objects.get(language_code="en"), data="a rule en", context__object_id=lesson("ro").translation_key
    )
    text.data = "a rule that Parliament makes"
    text.save()
    with django_capture_on_commit_callbacks(execute=True):
        translation_of("en").save_target(publish=True)
    page = lesson("en")
    assert "a rule that Parliament makes" in page.texts()
    assert romanian_in(page) == ROMANIAN
    assert page.body[1].value["image"] == Image.objects.get()


def test_the_translation_editor_opens(course: None, client: Client, settings: LazySettings) -> None:
    client.login(username="translator", password=settings.DEMO_PASSWORD)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[lesson("ar").pk])).content.decode()
    assert "LÉ-dje ar" in html.encode().decode("unicode_escape", errors="ignore") or "a rule ar" in html


def test_the_lesson_editor_opens_with_its_blocks(course: None, client: Client, settings: LazySettings) -> None:
    client.login(username="editor", password=settings.DEMO_PASSWORD)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[lesson("ro").pk]))
    assert response.status_code == 200


def test_pictures_and_questions_are_stored(course: None) -> None:
    image = Image.objects.get()
    assert (image.title, image.width, image.height) == ("Map", 80, 45)
    question = Question.objects.get(code="history-1")
    assert (question.right, question.lesson, question.answer_count, question.is_published) == (2, "dacia", 3, True)
    assert {code: said.is_machine for code, said in question.words().items()} == {"ro": False, "en": False, "ar": True}


def test_the_lesson_shows_its_blocks(course: None, client: Client) -> None:
    html = client.get(f"/ar/{LESSON}/").content.decode()
    assert 'alt="A map ar"' in html
    assert Image.objects.get().file.url in html
    assert '<bdi class="term" lang="ro" dir="ltr">lege</bdi>' in html
    assert "TSA-ra ar" in html
    assert "Who 1 ro?" in html and "Who 1 ar?" in html
    assert "Who 2 ro?" not in html


@pytest.mark.parametrize("path", ["resources/citizenship/", f"{LESSON}/", "resources/citizenship/anthem/"])
def test_queries_stay_the_same_when_lessons_and_questions_are_added(course: None, client: Client, path: str) -> None:
    def count() -> int:
        client.get(f"/ar/{path}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/ar/{path}").status_code == 200
        return len(queries)

    before = count()
    assert before <= 7
    section = CitizenshipPage.objects.get(locale__language_code="ar")
    for number in range(5):
        section.add_child(instance=LessonPage(title=f"New {number}", subject="culture", locale=section.locale))
        make_question(f"new-{number}", lesson="dacia")
    assert count() == before


def test_lessons_lead_to_each_other_in_their_order(course: None, client: Client) -> None:
    first, second, last = (
        client.get(f"/en/resources/citizenship/{slug}/").context for slug in ("dacia", "union", "anthem")
    )
    assert (first["previous"], first["next"].slug) == (None, "union")
    assert (second["previous"].slug, second["next"].slug) == ("dacia", "anthem")
    assert last["next"] is None
    LessonPage.objects.get(locale__language_code="en", slug="union").unpublish()
    assert client.get("/en/resources/citizenship/dacia/").context["next"].slug == "anthem"


def _text(key: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda content: content["questions"][key].update(values)


def _block(kind: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    def edit(content: dict[str, Any]) -> None:
        for block in content["pages"][LESSON]["body"]:
            if kind in block:
                block[kind].update(values)

    return edit


WRONG = {
    "no right answer": ("rows/questions.yaml", lambda rows: rows[0].pop("right"), "history-1"),
    "a right answer that isn't there": ("rows/questions.yaml", lambda rows: rows[0].update(right=4), "history-1"),
    "an unknown subject": ("rows/questions.yaml", lambda rows: rows[0].update(subject="maths"), "history-1"),
    "an unknown field": ("rows/questions.yaml", lambda rows: rows[0].update(colour="red"), "colour"),
    "a code twice": ("rows/questions.yaml", lambda rows: rows[1].update(code="history-1"), "twice"),
    "one answer less": ("questions/ar.yaml", _text("history-2", answers=["a", "b"]), "history-2"),
    "the same answer twice": ("questions/en.yaml", _text("history-2", answers=["a", "a", "c"]), "history-2"),
    "an answer that is a number": ("questions/ro.yaml", _text("history-2", answers=[106, "a", "c"]), "history-2"),
    "no question": ("questions/ro.yaml", _text("history-1", question=None), "history-1"),
    "too long": ("questions/en.yaml", _text("history-1", question="x" * 401), "history-1"),
    "a text without a row": ("questions/en.yaml", lambda c: c["questions"].update(x=c["questions"]["history-1"]), "x"),
    "no picture": ("lessons/ro.yaml", _block("picture", image="moon"), "moon"),
    "no words for who can't see": ("lessons/en.yaml", _block("picture", alt=""), LESSON),
    "a word without Romanian": ("lessons/ar.yaml", _block("words", items=[{"meaning": "x"}]), LESSON),
    "no subject": ("pages.yaml", lambda pages: pages[-3].pop("subject"), LESSON),
    "another language": ("lessons/en.yaml", lambda content: content.update(language="uk"), "uk"),
    "a page in two files": (
        "lessons/en.yaml",
        lambda content: content["pages"].update({"courses": {"title": "x"}}),
        "content/en.yaml",
    ),
}


@pytest.mark.parametrize(("name", "edit", "named"), WRONG.values(), ids=WRONG.keys())
def test_a_mistake_is_named_and_nothing_is_kept(
    folder: Path, name: str, edit: Callable[[Any], None], named: str
) -> None:
    change(folder, name, edit)
    with pytest.raises(DemoError) as caught:
        load_demo(folder=folder, say=lambda step: None)
    assert named in str(caught.value)
    assert name in str(caught.value) or name == "pages.yaml"
    assert not HomePage.objects.exists()
    assert not Question.objects.exists()


def test_a_drawing_with_a_script_is_refused(folder: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    (folder / "pictures" / "map.svg").write_text(drawing, encoding="utf-8")
    with pytest.raises(DemoError, match=r"map\.svg"):
        load_demo(folder=folder, say=lambda step: None)
