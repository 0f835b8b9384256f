"""What is shown of a shared page: its words, and a picture with its title in any script."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image, ImageChops
from wagtail.models import Page

from portal import languages
from portal.found import cards
from portal.pdf import PdfUnavailable
from tests.home.test_public_pages import PAGES, language_to_try, languages_of
from tests.portal.found.reading import head_of, metas_of

MOST_BYTES = 100_000
demo = pytest.mark.usefixtures("demo")
ARABIC = languages.get_language("ar")


def opened(data: bytes) -> Image.Image:
    assert data.startswith(b"\x89PNG")
    assert len(data) <= MOST_BYTES
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    assert picture.size == (cards.WIDTH, cards.HEIGHT)
    return picture


def ink(data: bytes) -> tuple[int, int, int, int]:
    """Return the box that the title fills: where the picture differs from the one without."""
    empty = opened(cards.draw("", languages.get_language("ro")))
    top, bottom = 150, 380
    box = (0, top, cards.WIDTH, bottom)
    difference = ImageChops.difference(opened(data).crop(box), empty.crop(box)).convert("L")
    found = difference.point(lambda value: 255 if value > 60 else 0).getbbox()
    assert found, "nothing is written"
    return found


@demo
@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_shared_page_has_words_and_a_picture(client: Client, path: str) -> None:
    code = language_to_try(path, "si")
    metas = metas_of(head_of(client, f"/{code}/{path}"))
    page = Page.objects.get(url_path=f"/home-{code}/{path}").specific
    assert metas["og:title"] == [page.seo_title or page.title]
    assert metas["og:description"] == [page.search_description or page.summary]
    assert metas["og:image:alt"] == metas["og:title"]
    assert metas["og:locale"] == [{"si": "si_LK", "en": "en_GB"}[code]]
    assert len(metas["og:locale:alternate"]) == len(languages_of(path)) - 1
    assert "ro_RO" in metas["og:locale:alternate"]
    assert metas["og:type"][0] in {"website", "article"}
    assert metas["twitter:card"] == ["summary_large_image"]
    (address,) = metas["og:image"]
    assert address.startswith(f"http://testserver/{code}/card/{path}picture.png?v=")
    response = client.get(address.removeprefix("http://testserver"))
    assert response["Content-Type"] == "image/png"
    opened(response.content)


@demo
@pytest.mark.django_db
def test_a_picture_is_drawn_once_and_anew_when_the_title_changes(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    real = cards.draw
    monkeypatch.setattr(cards, "draw", lambda title, language: drawn.append(title) or real(title, language))
    page = Page.objects.get(url_path="/home/help/").specific
    first = client.get("/ro/card/help/picture.png")
    assert client.get("/ro/card/help/picture.png").content == first.content
    assert client.get("/ro/card/help/picture.png", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert len(drawn) <= 1
    before = cards.card_path(page)
    page.title = "Alt titlu"
    page.save()
    assert cards.card_path(page) != before
    assert client.get("/ro/card/help/picture.png").content != first.content
    assert drawn[-1] == "Alt titlu"
    assert len(cards.default_storage.listdir(f"cards/{page.pk}")[1]) == 1


@demo
@pytest.mark.django_db
@pytest.mark.parametrize("path", ["nothing/", "romanian-a1/", "search/", "http:/evil.example/"])
def test_nothing_but_live_pages_is_drawn(client: Client, path: str) -> None:
    assert client.get(f"/ro/card/{path}picture.png").status_code == 404
    Page.objects.get(url_path="/home/help/").specific.unpublish()
    assert client.get("/ro/card/help/picture.png").status_code == 404


@demo
@pytest.mark.django_db
def test_without_letters_there_is_the_picture_without_a_title(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*args: Any) -> bytes:
        raise PdfUnavailable

    monkeypatch.setattr(cards, "draw", missing)
    page = Page.objects.get(url_path="/home/help/").specific
    page.title = "Nu a fost desenat încă"
    page.save()
    response = client.get("/ro/card/help/picture.png")
    assert response.status_code == 200
    opened(response.content)


@pytest.mark.parametrize(
    "title",
    ["الحياة في رومانيا (A1): 60 ساعة", "رومانیہ میں پہلے قدم", "زندگی در رومانی"],
)
def test_a_title_from_right_to_left_begins_at_the_right(title: str) -> None:
    left, _, right, _ = ink(cards.draw(title, ARABIC))
    assert right > cards.WIDTH - 100
    left_roman, _, right_roman, _ = ink(cards.draw("Viața în România", languages.get_language("ro")))
    assert left_roman < 100
    assert left > left_roman
    assert right_roman < right


@pytest.mark.parametrize("code", languages.CODES)
def test_the_longest_title_stays_above_the_street(code: str) -> None:
    word = {"Latn": "Șwg", "Cyrl": "Жщф", "Arab": "ضغظ", "Deva": "क्षिं", "Sinh": "ක්‍ෂෝ", "Beng": "ক্ষ্মৈ"}
    language = languages.get_language(code)
    wide = " ".join([word[language.script] * 2] * 40)
    for most, _size in cards.SIZES:
        _, top, _, bottom = ink(cards.draw(wide[: most - 1], language))
        assert top > 0
        assert bottom < 380 - 150, most


def test_each_letter_is_shaped_by_a_font_of_its_script() -> None:
    """Boxes in place of letters would be alike."""
    for code, (one, other) in {
        "ar": ("سلام", "كتاب"),
        "si": ("ලංකා", "පාසල"),
        "bn": ("বাংলা", "স্কুল"),
        "ne": ("नेपाल", "विद्या"),
    }.items():
        language = languages.get_language(code)
        assert cards.draw(one, language) != cards.draw(other, language)


def test_a_long_title_is_cut_between_words() -> None:
    assert cards.shorten("  Un\n titlu ") == "Un titlu"
    cut = cards.shorten("cuvânt, " * 40)
    assert len(cut) <= cards.LONGEST + 1
    assert cut.endswith("cuvânt…")


def test_the_picture_without_a_title_is_the_same_drawing() -> None:
    """After a change of the drawing: ``cards.draw("", ...)`` once more into ``static/cards/plain.png``."""
    kept = (settings.BASE_DIR / "static/cards/plain.png").read_bytes()
    difference = ImageChops.difference(opened(kept), opened(cards.draw("", languages.get_language("ro"))))
    assert max(high for _, high in difference.getextrema()) < 60
