"""What scripts add to the phrasebook and to films: filtering while typing, a voice, and the small film."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

SAVE_DATA = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}});"
A_ROMANIAN_VOICE = """
  window.said = [];
  Object.defineProperty(window, 'speechSynthesis', {value: {
    getVoices: () => [{lang: 'en-GB', localService: true}, {lang: 'ro-RO', localService: true}],
    addEventListener: () => {}, cancel: () => {}, speak: (what) => said.push([what.text, what.lang]),
  }});
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_phrases_are_filtered_while_somebody_types(new_page: Callable[..., Page]) -> None:
    page = new_page(locale="en")
    page.goto("/en/resources/first-words/")
    phrases = page.locator("[data-phrase]:visible")
    everything = phrases.count()
    page.get_by_role("searchbox").press_sequentially("MULTUM")
    expect(phrases.first.locator(".said")).to_contain_text("mulțum", ignore_case=True)
    assert 0 < phrases.count() < everything / 10
    assert page.locator(".phrases:visible").count() <= phrases.count()
    page.get_by_role("searchbox").fill("")
    expect(phrases).to_have_count(everything)


def test_a_phrase_is_said_where_the_device_has_a_romanian_voice(new_page: Callable[..., Page]) -> None:
    page = new_page(locale="en")
    page.goto("/en/resources/first-words/")
    silent = page.locator("[data-speak]:visible").count()
    assert silent in {0, page.locator("[data-speak]").count()}
    page.add_init_script(A_ROMANIAN_VOICE)
    page.reload()
    button = page.locator("[data-speak]").first
    expect(button).to_be_visible()
    button.click()
    assert page.evaluate("said") == [[page.locator(".said").first.inner_text(), "ro-RO"]]


def test_who_saves_data_gets_the_small_film_unless_they_choose(new_page: Callable[..., Page]) -> None:
    page = new_page(locale="en")
    page.goto("/en/resources/papers-in-time/")
    assert page.url.endswith("/papers-in-time/")
    page.add_init_script(SAVE_DATA)
    page.reload()
    expect(page).to_have_url(re.compile(r"\?data=low$"))
    assert "low" in (page.locator("source").get_attribute("src") or "")
    page.locator("[href$='?data=full']").click()
    expect(page).to_have_url(re.compile(r"\?data=full$"))
    assert "low" not in (page.locator("source").get_attribute("src") or "")
