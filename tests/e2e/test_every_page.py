"""The end of every page in a real browser: passed on, read aloud, answered, printed."""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from portal.feedback.models import Feedback
from tests.e2e.conftest import PHONE
from tests.factories import FeedbackFactory

GUIDE = "resources/residence-permit/"

SHARE = "Object.defineProperty(navigator, 'share', {value: async (data) => { window.shared = data; }});"
VOICES = """
  window.spoken = [];
  const speech = {
    voices: [{lang: "%s", name: "stand-in"}],
    getVoices() { return this.voices; },
    speak(said) { window.spoken.push(said.text); this.now = said; },
    // Browsers differ in how they report an interruption: as an error, or as an end.
    cancel() { const now = this.now; this.now = null; now?.onerror({error: "interrupted"}); now?.onend(); },
    addEventListener() {},
  };
  window.finish = () => { const now = speech.now; speech.now = null; now.onend(); };
  Object.defineProperty(window, "speechSynthesis", {value: speech});
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_a_page_is_passed_on_by_the_systems_own_sheet(new_page: Callable[..., Page], portal: str) -> None:
    page = new_page(viewport=PHONE)
    page.add_init_script(SHARE)
    page.goto(f"/en/{GUIDE}")
    page.get_by_role("button", name="Share", exact=True).click()
    shared = page.evaluate("window.shared")
    assert shared["url"] == f"{portal}/en/{GUIDE}"
    assert "residence permit" in shared["title"].lower()


def test_what_a_device_cannot_do_is_not_offered(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.add_init_script("delete Navigator.prototype.share; delete window.speechSynthesis;")
    page.goto(f"/en/{GUIDE}")
    expect(page.get_by_role("link", name="Send by WhatsApp")).to_be_visible()
    expect(page.get_by_role("button", name="Share", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Read this page aloud")).to_be_hidden()


def test_no_voice_of_the_pages_language_no_button(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.add_init_script(VOICES % "de-DE")
    page.goto(f"/en/{GUIDE}")
    expect(page.locator(".aloud")).to_be_hidden()


def test_a_page_is_read_aloud_paragraph_by_paragraph(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE)
    page.add_init_script(VOICES % "en-GB")
    page.goto(f"/en/{GUIDE}")
    spoken: Callable[[], list[str]] = lambda: page.evaluate("window.spoken")  # noqa: E731
    button = page.locator(".aloud button").first
    expect(button).to_have_text("Read this page aloud")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("Pause")
    assert spoken() == [page.locator("h1").inner_text()]
    page.evaluate("window.finish()")
    page.evaluate("window.finish()")
    assert len(spoken()) == 3
    button.click()  # pause
    expect(button).to_have_text("Read on")
    assert len(spoken()) == 3, "an interruption is no end of a paragraph"
    button.click()
    assert spoken()[-1] == spoken()[-2], "it goes on with the paragraph that was interrupted"
    page.get_by_role("button", name="Stop reading").click()
    expect(button).to_have_text("Read this page aloud")
    expect(button).to_be_focused()
    button.click()
    while page.evaluate("!!window.speechSynthesis.now"):
        page.evaluate("window.finish()")
    expect(button).to_have_text("Read this page aloud")
    said = spoken()
    text = "\n".join(said)
    assert page.locator(".answer p").first.inner_text() in text
    assert page.locator(".steps li").first.locator("p").inner_text() in text
    for passed in ("Was this page helpful?", "Home", "Send by WhatsApp", "Read this page aloud"):
        assert passed not in said
    button.click()
    page.keyboard.press("Escape")
    expect(button).to_have_text("Read this page aloud")


def test_a_comment_in_arabic_without_javascript(new_page: Callable[..., Page], axe: Callable[..., None]) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, java_script_enabled=False, locale="ar")
    page.goto(f"/ar/{GUIDE}")
    page.locator(".useful button[value=no]").click()
    page.wait_for_url("**/ar/feedback/**")
    page.locator("textarea").fill("العنوان ناقص.")
    page.locator("main button[type=submit]").click()
    expect(page.locator("textarea")).to_have_count(0)
    expect(page.locator("main h1")).to_be_visible()
    kept = Feedback.objects.get()
    assert (kept.language, kept.is_helpful, kept.comment) == ("ar", False, "العنوان ناقص.")
    page.locator(".crumbs a").click()
    page.wait_for_url(f"**/ar/{GUIDE}")


@pytest.mark.parametrize("address", [f"/ar/{GUIDE}", f"/ar/show/{GUIDE}", "thanks"])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_everybody_can_use_it(
    new_page: Callable[..., Page], axe: Callable[..., None], address: str, color_scheme: str
) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, color_scheme=color_scheme)
    page.add_init_script(SHARE + VOICES % "ar")
    page.goto(f"/ar/{GUIDE}" if address == "thanks" else address)
    if address == "thanks":
        page.locator(".useful button[value=yes]").click()
        page.wait_for_url("**/ar/feedback/**")
    elif "show" not in address:
        page.locator(".sources summary").click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def lines_drawn(pdf: bytes) -> int:
    """Return how many lines and boxes a PDF file draws."""
    count = 0
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            count += len(re.findall(rb" (?:re|l|m)\n|\bh\n", zlib.decompress(stream)))
    return count


@pytest.mark.parametrize("code", ["ro", "ar"])
def test_a_printed_page_has_its_code_and_address(new_page: Callable[..., Page], portal: str, code: str) -> None:
    def printed(*, blocked: bool) -> tuple[Page, bytes]:
        page = new_page()
        if blocked:
            page.route("**/qr/**", lambda route: route.fulfill(status=404, body=""))
        page.goto(f"/{code}/{GUIDE}")
        assert not page.evaluate("document.querySelector('.paper img').naturalWidth"), "the screen doesn't pay for it"
        return page, page.pdf()

    page, pdf = printed(blocked=False)
    assert pdf.startswith(b"%PDF")
    assert page.evaluate("document.querySelector('.paper img').naturalWidth > 0"), "it is loaded for the paper"
    _, without = printed(blocked=True)
    assert lines_drawn(pdf) > lines_drawn(without) + 300, "the code is drawn"
    page.emulate_media(media="print")
    for unseen in (".top", ".bottom", ".share", ".useful", ".aloud"):
        expect(page.locator(unseen).first).to_be_hidden()
    expect(page.locator(".paper")).to_contain_text(f"{portal}/{code}/{GUIDE}")
    expect(page.locator(".paper img")).to_be_visible()
    box: Any = page.locator(".paper img").bounding_box()
    middle = page.evaluate("innerWidth / 2")
    assert (box["x"] > middle) is (code == "ar"), "it stands where reading begins"
    background = page.evaluate("getComputedStyle(document.querySelector('.answer')).backgroundColor")
    assert background == "rgb(255, 255, 255)"


@pytest.mark.parametrize("language", ["ro", "ar"])
def test_an_editor_reads_comments_and_marks_them(
    at_desk: Callable[..., Page], axe: Callable[..., None], language: str
) -> None:
    FeedbackFactory.create_batch(2, commented=True, language="ar", comment="العنوان ناقص.")
    page = at_desk("editor", language=language)
    page.goto(f"{reverse('feedback:index')}?state=new")
    rows = page.locator("main table tbody tr")
    expect(rows).to_have_count(2)
    axe(page, without=["h2[role=alert]"])  # Wagtail's own way to say how many a filter found
    rows.first.locator("form button").click()
    expect(page.locator("main table tbody tr")).to_have_count(1)
    assert "state=new" in page.url
    assert Feedback.objects.unread().count() == 1
