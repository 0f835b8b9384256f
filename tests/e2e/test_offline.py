"""Without a network, in a real browser with the service worker: what was read, what was saved, what is never kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page, expect

from resources.guides.pages import GuidePage
from tests.e2e.conftest import PHONE
from tests.e2e.waiting import until

GUIDE = "resources/residence-permit/"
PAGES, OFFLINE = "bv-pages-", "bv-offline-"
WEEK_MS = 7 * 24 * 60 * 60 * 1000

KEPT = """async ([cache, url]) => {
  for (const end = Date.now() + 15000; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {
    for (const name of await caches.keys()) {
      if (name.startsWith(cache) && (await (await caches.open(name)).match(url, {ignoreVary: true}))) return true;
    }
  }
  return false;
}"""
AGE = """async ([cache, url, ms]) => {
  const there = await caches.open(cache);
  const found = await there.match(url, {ignoreVary: true});
  const headers = new Headers(found.headers);
  headers.set("X-Kept-At", Date.now() - ms);
  await there.put(url, new Response(await found.text(), {headers}));
}"""


@pytest.fixture
def visitor(new_page: Callable[..., Page]) -> Callable[..., Page]:
    """``visitor("ar")``: somebody with a small phone who has opened the first page, with the worker in charge."""

    def come(code: str, **options: Any) -> Page:
        page = new_page(viewport=PHONE, locale=code, service_workers="allow", **options)
        page.goto(f"/{code}/")
        ready(page, code)
        return page

    return come


def ready(page: Page, code: str) -> None:
    """Wait for the worker to be in charge, and for what it keeps at once."""
    page.evaluate("navigator.serviceWorker.ready")
    until(page, "navigator.serviceWorker.controller")
    wait_kept(page, OFFLINE, f"/{code}/offline/")


def wait_kept(page: Page, cache: str, url: str) -> None:
    """Wait until a cache whose name begins so has this address."""
    assert page.evaluate(KEPT, [cache, url]), f"{url} isn't kept"


def cut_off(page: Page) -> None:
    """Take the network away, from the page and from the worker."""
    page.context.set_offline(True)


def test_a_visited_page_reads_without_a_network_in_arabic(visitor: Callable[..., Page]) -> None:
    page = visitor("ar")
    page.goto(f"/ar/{GUIDE}")
    title = page.locator("h1").inner_text()
    wait_kept(page, PAGES, f"/ar/{GUIDE}")
    cut_off(page)
    page.goto("/ar/")
    page.goto(f"/ar/{GUIDE}")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    bar = page.locator(".offline-bar")
    expect(bar).to_be_visible()
    expect(bar).to_have_attribute("role", "status")
    expect(bar.locator("[data-day]")).to_have_text(re.compile(r"\d{4}"))
    expect(bar).to_have_css("position", "sticky")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # A choice in the address: the page itself is better than none.
    page.goto(f"/ar/{GUIDE}?for=eu")
    expect(page.locator("h1")).to_have_text(title)


def test_a_page_that_was_never_visited_helps(visitor: Callable[..., Page], axe: Callable[..., None]) -> None:
    page = visitor("fa")
    page.goto(f"/fa/{GUIDE}")
    wait_kept(page, PAGES, f"/fa/{GUIDE}")
    title = page.locator("h1").inner_text()
    cut_off(page)
    page.goto("/fa/help/")
    expect(page.locator("html")).to_have_attribute("lang", "fa")
    expect(page.locator("[data-part=stand-in]").first).to_be_visible()
    expect(page.locator("main a[href='tel:112']")).to_be_visible()
    expect(page.locator("[data-part=pages] a", has_text=title)).to_have_attribute("href", f"/fa/{GUIDE}")
    expect(page.locator("[data-part=draft]")).to_be_hidden()
    axe(page)
    page.context.set_offline(False)
    # It looks again by itself.
    expect(page.locator("[data-part=stand-in]")).to_have_count(0)
    expect(page).to_have_url(re.compile("/fa/help/"))


def test_a_section_is_saved_with_its_size_and_day(visitor: Callable[..., Page]) -> None:
    page = visitor("en")
    page.goto("/en/resources/just-arrived/")
    button = page.locator("[data-part=save]")
    page.locator(".save-section").scroll_into_view_if_needed()
    expect(button).to_have_text(re.compile(r"Save these \d+ pages to read without internet \(about \d+ KB\)"))
    links = page.locator(".way h2 a").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    assert len(links) > 3
    button.focus()
    page.keyboard.press("Enter")
    state = page.locator("[data-part=state]")
    expect(state).to_have_text(re.compile(r"Saved on this device on \d+ \w+ \d{4}: \d+ pages, about \d+ KB\."))
    expect(page.locator("[data-part=said]")).to_have_text("Saved. You can now read it without internet.")
    cut_off(page)
    for link in links:
        page.goto(link)
        expect(page.locator("[data-part=stand-in]")).to_have_count(0)
        broken = "[...document.images].filter((one) => one.loading !== 'lazy' && one.complete && !one.naturalWidth)"
        assert page.evaluate(f"{broken}.length") == 0
        assert page.evaluate("[...document.styleSheets].every((sheet) => sheet.cssRules.length)"), link
    page.goto("/en/resources/just-arrived/")
    page.locator(".save-section").scroll_into_view_if_needed()
    expect(state).to_be_visible()
    page.goto("/en/offline/")
    row = page.locator("[data-part=sections] li")
    expect(row).to_contain_text(re.compile(r"Saved on this device on \d+ \w+ \d{4}: \d+ pages, about \d+ KB\."))
    row.get_by_role("button").click()
    expect(row).to_have_count(0)
    page.goto(links[1])
    expect(page.locator("[data-part=stand-in]").first).to_be_visible()


def test_lessons_are_saved_with_their_drawings(visitor: Callable[..., Page]) -> None:
    page = visitor("ar")
    page.goto("/ar/resources/citizenship/")
    page.locator(".save-section").scroll_into_view_if_needed()
    page.locator("[data-part=save]").click()
    expect(page.locator("[data-part=state]")).to_be_visible()
    cut_off(page)
    page.goto("/ar/resources/citizenship/dacia-and-rome/")
    picture = page.locator("figure.picture img").first
    picture.scroll_into_view_if_needed()
    until(page, "document.querySelector('figure.picture img').naturalWidth > 0")
    page.goto("/ar/resources/citizenship/questions/history/")
    expect(page.locator("[data-part=stand-in]")).to_have_count(0)


def test_an_update_is_announced(visitor: Callable[..., Page]) -> None:
    page = visitor("en")
    page.goto(f"/en/{GUIDE}")
    wait_kept(page, PAGES, f"/en/{GUIDE}")
    page.goto("/en/")
    page.goto(f"/en/{GUIDE}")
    expect(page.locator(".offline-bar")).to_have_count(0)
    guide = GuidePage.objects.get(slug="residence-permit", locale__language_code="en")
    before = guide.title
    guide.title = "A new title for this guide"
    guide.save_revision().publish()
    page.goto("/en/")
    page.goto(f"/en/{GUIDE}")
    expect(page.locator(".offline-bar")).to_contain_text("This page has been updated.")
    expect(page.locator("h1")).to_have_text(before)
    page.get_by_role("button", name="Show the new text").click()
    expect(page.locator("h1")).to_have_text("A new title for this guide")
    expect(page.locator(".offline-bar")).to_have_count(0)


def test_an_old_copy_waits_for_the_network(visitor: Callable[..., Page]) -> None:
    page = visitor("en")
    page.goto(f"/en/{GUIDE}")
    wait_kept(page, PAGES, f"/en/{GUIDE}")
    page.evaluate(AGE, ["bv-pages-1", f"/en/{GUIDE}", WEEK_MS + 1])
    guide = GuidePage.objects.get(slug="residence-permit", locale__language_code="en")
    guide.title = "A new title for this guide"
    guide.save_revision().publish()
    page.goto(f"/en/{GUIDE}")
    expect(page.locator("h1")).to_have_text("A new title for this guide")


def test_live_numbers_come_from_the_network_first_and_say_so_when_not(visitor: Callable[..., Page]) -> None:
    page = visitor("en")
    page.goto("/en/courses/romanian-a1/")
    wait_kept(page, PAGES, "/en/courses/romanian-a1/")
    page.goto("/en/")
    cut_off(page)
    page.goto("/en/courses/romanian-a1/")
    expect(page.locator(".offline-bar")).to_contain_text("Places and dates may have changed.")


def test_a_form_is_never_a_copy_and_what_was_written_stays(visitor: Callable[..., Page]) -> None:
    page = visitor("en")
    page.goto("/en/courses/romanian-a1/")
    page.locator("a[href*='/enrol/']").first.click()
    page.wait_for_url(re.compile(r"/enrol/\d+/"))
    address = page.url
    page.locator("#id_name").fill("Olena Kovalenko")
    cut_off(page)
    # The open page goes on working.
    page.locator("#id_phone").fill("0720 000 077")
    page.reload()
    expect(page.locator("#id_name")).to_have_count(0)
    expect(page.locator("[data-part=draft]")).to_be_visible()
    kept = page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (name) => "
        "(await (await caches.open(name)).keys()).map((key) => key.url)))).flat()"
    )
    assert kept
    assert not [url for url in kept if re.search("/enrol/|/status/|/level-check/|/feedback/|/admin/", url)]
    page.context.set_offline(False)
    expect(page.locator("#id_name")).to_have_value("Olena Kovalenko")
    expect(page.locator("#id_phone")).to_have_value("0720 000 077")
    assert page.url == address


def test_where_there_is_no_room_pages_are_shown_all_the_same(visitor: Callable[..., Page]) -> None:
    page = visitor("en")
    worker = page.context.service_workers[0]
    worker.evaluate(
        "() => { Cache.prototype.put = () => Promise.reject(new DOMException('no room', 'QuotaExceededError')); }"
    )
    page.goto("/en/resources/just-arrived/")
    title = page.locator("h1").inner_text()
    page.locator(".save-section").scroll_into_view_if_needed()
    page.locator("[data-part=save]").click()
    expect(page.locator("[data-part=said]")).to_have_text("There is not enough room on this device.")
    expect(page.locator("[data-part=state]")).to_be_hidden()
    assert not page.evaluate("caches.keys().then((names) => names.some((name) => name.startsWith('bv-saved-')))")
    page.goto("/en/help/")
    page.goto("/en/resources/just-arrived/")
    expect(page.locator("h1")).to_have_text(title)


def test_what_earlier_versions_kept_is_removed_and_saved_sections_stay(new_page: Callable[..., Page]) -> None:
    page = new_page(service_workers="allow")
    page.goto("/en/robots-are-not-here/")
    names = ["bv-pages-0", "bv-offline-old", "bv-saved-1:/en/x", "bv-less", "somebody-elses"]
    page.evaluate("(names) => Promise.all(names.map((name) => caches.open(name)))", names)
    ready(page, "en")
    # A worker is there before it has tidied up.
    until(page, "!(await caches.keys()).some((name) => /-(0|old)$/.test(name))")
    assert {"bv-saved-1:/en/x", "bv-less", "somebody-elses"} <= set(page.evaluate("caches.keys()"))


def test_only_so_many_pages_are_kept(visitor: Callable[..., Page]) -> None:
    page = visitor("en")
    many = [f"/en/p/{number}/" for number in range(70)]
    page.evaluate(
        "async (many) => { const cache = await caches.open('bv-pages-1'); "
        "for (const one of many) await cache.put(one, new Response('')); }",
        many,
    )
    page.goto(f"/en/{GUIDE}")
    wait_kept(page, PAGES, f"/en/{GUIDE}")
    keys = "(await (await caches.open('bv-pages-1')).keys())"
    until(page, f"{keys}.length === 60")
    kept = page.evaluate(f"async () => {keys}.map((key) => key.url)")
    assert kept[-1].endswith(GUIDE) or kept[-2].endswith(GUIDE)
    assert kept[0].endswith("/en/p/11/")


def test_the_worker_can_be_withdrawn(visitor: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> None:
    page = visitor("en")
    withdrawn = (settings.BASE_DIR / "static/js/sw_off.js").read_text()
    monkeypatch.setattr("portal.offline.views.worker", lambda: withdrawn)
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    until(page, "!(await navigator.serviceWorker.getRegistration())")
    until(page, "!(await caches.keys()).length")


def test_without_the_worker_nothing_is_offered_and_everything_works(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/en/resources/just-arrived/")
    page.locator(".save-section").scroll_into_view_if_needed()
    expect(page.locator("[data-part=save]")).to_be_hidden()
    page.locator(".way h2 a").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_staff_pages_are_left_alone(visitor: Callable[..., Page]) -> None:
    page = visitor("en")
    response = page.goto("/admin/login/")
    assert response
    assert not response.from_service_worker


def test_who_signs_in_is_not_shown_an_old_copy_again(
    visitor: Callable[..., Page], portal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visitor("en")
    page.goto(f"/en/{GUIDE}")
    wait_kept(page, PAGES, f"/en/{GUIDE}")
    client = Client()
    client.force_login(get_user_model().objects.get(username="editor"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": portal}])
    # As where pages are cached: what is for staff says so.
    monkeypatch.setattr(settings, "PAGE_CACHE", True)
    page.goto(f"/en/{GUIDE}")
    until(page, f"!(await (await caches.open('bv-pages-1')).match('/en/{GUIDE}', {{ignoreVary: true}}))")


LESSON = "/en/resources/citizenship/dacia-and-rome/"


@pytest.mark.parametrize("asked", ["switch", "browser"])
def test_who_saves_data_gets_pictures_when_they_ask(visitor: Callable[..., Page], asked: str) -> None:
    page = visitor("en")
    if asked == "browser":
        page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}});")
        page.goto("/en/help/")
    switch = page.get_by_role("button", name="Use less data")
    if asked == "switch":
        switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    until(page, "await caches.has('bv-less')")
    asked_for: list[str] = []
    page.on("response", lambda answer: asked_for.append(answer.url))
    page.goto(LESSON)
    show = page.get_by_role("button", name=re.compile(r"Show the picture \(\d+ KB\)")).first
    show.scroll_into_view_if_needed()
    picture = page.locator("figure.picture img").first
    expect(picture).to_be_hidden()
    assert not [url for url in asked_for if "/media/" in url]
    show.click()
    expect(picture).to_be_visible()
    until(page, "document.querySelector('figure.picture img').naturalWidth > 0")
    page.goto("/en/resources/first-steps/")
    page.wait_for_url(re.compile(r"data=low"))
    expect(page.locator("video")).not_to_have_attribute("poster", re.compile(".*"))
    if asked == "switch":
        switch.click()
        page.goto(LESSON)
        expect(page.locator("figure.picture img").first).to_be_visible()
