"""The citizenship course on a phone: with and without scripts, and what the device remembers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE

COURSE = "/en/resources/citizenship/"

VOICES = """
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  said: [], getVoices: () => [{ lang: "VOICE" }], addEventListener() {}, cancel() {},
  speak(words) { this.said.push(words.text); },
} });
"""


def start(page: Page) -> None:
    page.goto(COURSE)
    page.get_by_role("link", name="Start the mock interview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mock interview")


def test_a_mock_interview_without_scripts(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=False)
    start(page)
    questions = page.locator("fieldset.question")
    assert questions.count() == 12
    for number in range(12):
        questions.nth(number).get_by_role("radio").first.check()
    address = page.url
    page.get_by_role("button", name="Show how it went").click()
    assert page.url.startswith(address)
    assert page.locator(".outcome").count() == 12
    assert page.locator(".outcome.right").count() == int(page.locator(".score bdi").inner_text().split(" / ")[0])
    assert page.locator("[data-progress]").count() == 0
    page.goto(COURSE)
    expect(page.locator("[data-progress]")).to_be_hidden()


def test_the_device_remembers_and_forgets(phone: Page) -> None:
    phone.goto(COURSE)
    expect(phone.locator("[data-progress]")).to_be_hidden()
    phone.goto(f"{COURSE}practice/history/?q=history-dacians&answer=1")
    phone.goto(f"{COURSE}practice/history/?q=history-dacians&answer=3")
    phone.goto(f"{COURSE}practice/history/?q=history-dacians&answer=3")
    phone.goto(f"{COURSE}dacia-and-rome/")
    phone.locator("[data-end]").scroll_into_view_if_needed()
    expect(phone.locator("[data-was-read]")).to_have_count(1)
    phone.goto(COURSE)
    panel = phone.locator("[data-progress]")
    expect(panel).to_be_visible()
    expect(panel.locator("[data-of=history] .count")).to_have_text(re.compile(r"^1 / \d+$"))
    expect(panel.locator("[data-of=culture] .count")).to_have_text(re.compile(r"^0 / \d+$"))
    expect(panel.locator("[data-lessons] .count")).to_have_text(re.compile(r"^1 / \d+$"))
    expect(phone.locator("[data-lesson=dacia-and-rome] .done")).to_be_visible()
    assert phone.context.cookies() == []
    panel.get_by_role("button", name="Delete it").click()
    expect(panel).to_be_hidden()
    assert phone.evaluate("localStorage.length") == 0


def test_romanian_is_read_aloud_where_there_is_a_voice(new_page: Callable[..., Page]) -> None:
    for voice, is_offered in (("ro-RO", True), ("ro_RO", True), ("en-GB", False)):
        page = new_page(viewport=PHONE)
        page.add_init_script(VOICES.replace("VOICE", voice))
        page.goto(f"{COURSE}dacia-and-rome/")
        button = page.locator("[data-say]").first
        expect(button).to_be_visible(visible=is_offered)
        if is_offered:
            button.click()
            assert page.evaluate("speechSynthesis.said") == [button.get_attribute("data-say")]


def test_the_script_is_small() -> None:
    script = Path(settings.BASE_DIR) / "static" / "js" / "citizenship.js"
    assert len(gzip.compress(script.read_bytes())) < 2048
