"""The phrasebook answers in the reader's language, finds what is typed without marks, and is edited in one form."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal import languages
from resources.phrases.models import Phrase, PhraseText
from resources.phrases.pages import chapters_of, fold

pytestmark = pytest.mark.django_db


@pytest.fixture
def phrases() -> list[Phrase]:
    rows = [
        ("thanks", "courtesy", "Mulțumesc.", {"en": "Thank you.", "ar": "شُكْرًا."}),
        ("where-hurts", "doctor", "Mă doare aici.", {"en": "It hurts here.", "ar": "هنا يؤلمني."}),
        ("help", "emergency", "Ajutor!", {"en": "Help!"}),
    ]
    for code, situation, romanian, texts in rows:
        phrase = Phrase.objects.create(code=code, situation=situation, romanian=romanian)
        for language, meaning in texts.items():
            PhraseText.objects.create(phrase=phrase, language=language, meaning=meaning, sound="mool-tsoo-MESK")
    return Phrase.objects.with_texts("ar", "en")


def found(phrases: list[Phrase], code: str, **choice: str) -> list[str]:
    return [line.romanian for chapter in chapters_of(phrases, code, **choice) for line in chapter.lines]


@pytest.mark.parametrize("search", ["multumesc", "MULŢUMESC", "mulțu", "شكرا", "  Mulțumesc  "])
def test_a_phrase_is_found_by_either_language_without_marks(phrases: list[Phrase], search: str) -> None:
    assert found(phrases, "ar", search=search) == ["Mulțumesc."]


def test_a_phrase_is_found_by_what_its_situation_is_called(phrases: list[Phrase]) -> None:
    assert found(phrases, "en", search="doctor") == ["Mă doare aici."]


def test_every_word_has_to_be_there(phrases: list[Phrase]) -> None:
    assert found(phrases, "en", search="hurts doare") == ["Mă doare aici."]
    assert found(phrases, "en", search="hurts thank") == []


def test_a_situation_has_its_own_phrases(phrases: list[Phrase]) -> None:
    assert found(phrases, "en", situation="doctor") == ["Mă doare aici."]
    assert len(found(phrases, "en")) == 3


def test_a_phrase_without_a_text_in_the_language_falls_back_to_english(phrases: list[Phrase]) -> None:
    line = chapters_of(phrases, "ar", search="ajutor")[0].lines[0]
    assert line.text and line.text.meaning == "Help!"
    assert line.language == languages.get_language("en")


def test_folding_is_what_the_script_does_too() -> None:
    assert fold("Șase Ţigări în Iași") == "sase tigari in iasi"


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("code", languages.CODES)
def test_the_page_names_the_language_of_every_text(client: Client, code: str) -> None:
    html = client.get(f"/{code}/resources/first-words/").content.decode()
    said = re.findall(r'<p class="said"\s+lang="ro"\s+dir="ltr">', html)
    direction = languages.get_language(code).direction
    meant = re.findall(rf'<p class="meant"\s+lang="{code}"\s+dir="{direction}">', html)
    sound = re.findall(rf'<p class="sound"\s+lang="{code}"\s+dir="{direction}">', html)
    assert len(said) == len(meant) == len(sound) == Phrase.objects.count() > 50


@pytest.mark.usefixtures("demo")
def test_search_and_situation_work_without_a_script(client: Client) -> None:
    html = client.get("/en/resources/first-words/", {"q": "mulțumesc"}).content.decode()
    assert 0 < html.count('class="said"') < 10
    assert 'value="mulțumesc"' in html
    html = client.get("/en/resources/first-words/?situation=doctor").content.decode()
    assert html.count('class="said"') == Phrase.objects.filter(situation="doctor").count()
    assert (
        client.get("/en/resources/first-words/?situation=nowhere").content.decode().count('class="said"')
        == Phrase.objects.count()
    )
    nothing = client.get("/en/resources/first-words/", {"q": "<b>xyzzy"}).content.decode()
    assert "No phrase here says that" in nothing
    assert "<b>xyzzy" not in nothing


def form_data(phrase: dict[str, str], texts: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {**phrase, "texts-TOTAL_FORMS": len(texts), "texts-INITIAL_FORMS": 0}
    data |= {"texts-MIN_NUM_FORMS": 0, "texts-MAX_NUM_FORMS": 1000}
    for number, text in enumerate(texts):
        data |= {f"texts-{number}-{name}": value for name, value in text.items()}
    return data


def test_one_form_holds_every_language_and_empty_ones_are_left_out(admin_client: Client) -> None:
    address = reverse("phrases:add")
    html = admin_client.get(address).content.decode()
    for number, code in enumerate(languages.CODES):
        select = re.search(rf'<select name="texts-{number}-language".*?</select>', html, re.DOTALL)
        assert select and re.search(rf'value="{code}"\s+selected', select.group())
    texts = [{"language": code, "meaning": "", "sound": ""} for code in languages.CODES]
    texts[1] |= {"meaning": "Water", "sound": "AH-puh"}
    row = {"code": "water", "situation": "shop", "romanian": "Apă", "sort_order": "1"}
    response = admin_client.post(address, form_data(row, texts))
    assert response.status_code == 302, response.content.decode()[:3000]
    phrase = Phrase.objects.get(code="water")
    assert [(text.language, text.meaning) for text in phrase.texts.all()] == [("en", "Water")]
    edit = admin_client.get(reverse("phrases:edit", args=[phrase.pk])).content.decode()
    assert 'name="texts-11-language"' in edit
