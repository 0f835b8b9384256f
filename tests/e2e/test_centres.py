"""Centres: what is near, when somebody asks for it; the map by keyboard; usable by anybody, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE

NARROW = {"width": 320, "height": 640}
VASLUI = {"latitude": 46.6383, "longitude": 27.7292}
PATHS = ["centres/", "centres/?county=VS", "centres/iasi/"]


def towns(page: Page) -> list[str]:
    return page.locator(".centre-card h3 bdi").all_inner_texts()


def test_what_is_near_comes_first_when_somebody_asks(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE, geolocation=VASLUI, permissions=["geolocation"])
    page.goto("/en/centres/")
    before = towns(page)
    assert before[0] != "Iași", "nothing was asked of the device yet"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="What is near me?").click()
    status = page.locator("[data-near] [role=status]")
    expect(status).to_contain_text("about 59 km")
    assert towns(page)[:3] == ["Iași", "Galați", "Rădăuți"]
    assert sorted(towns(page)) == sorted(before)
    expect(page.locator("#iasi small")).to_have_text("about 59 km")
    assert not asked, "where somebody is stays on the device"


def test_a_chosen_countys_centre_stays_first(new_page: Callable[..., Page]) -> None:
    page = new_page(geolocation=VASLUI, permissions=["geolocation"])
    page.goto("/en/centres/?county=TL")
    page.get_by_role("button", name="What is near me?").click()
    expect(page.locator("#iasi small")).to_have_text("about 59 km")
    assert towns(page)[:2] == ["Constanța", "Iași"]


def test_distances_have_latin_digits_and_the_readers_words(new_page: Callable[..., Page]) -> None:
    page = new_page(geolocation=VASLUI, permissions=["geolocation"], locale="ar")
    page.goto("/ar/centres/")
    page.locator("[data-near] button").click()
    expect(page.locator("#iasi small")).to_contain_text("59")
    expect(page.locator("#iasi small")).to_contain_text("كم")


@pytest.mark.parametrize(
    ("code", "words"), [(1, "did not allow"), (2, "does not know where you are"), (3, "took too long")]
)
def test_what_went_wrong_is_said_with_the_way_on(new_page: Callable[..., Page], code: int, words: str) -> None:
    page = new_page(viewport=PHONE)
    page.add_init_script(
        f"navigator.geolocation.getCurrentPosition = (found, failed) => setTimeout(() => failed({{ code: {code} }}))"
    )
    page.goto("/en/centres/")
    before = towns(page)
    way_on = page.get_by_role("link", name="Choose your county instead")
    expect(way_on).to_be_hidden()
    page.get_by_role("button", name="What is near me?").click()
    expect(page.locator("[data-near] [role=status]")).to_contain_text(words)
    way_on.click()
    assert page.evaluate("location.hash") == "#my_county"
    assert towns(page) == before


def test_without_a_script_nothing_offers_what_it_can_not_do(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto("/ro/centres/")
    expect(page.locator("[data-near]")).to_be_hidden()
    page.locator("#my_county").select_option("VS")
    page.locator(".centre-chooser button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"\?county=VS#found$"))
    assert towns(page)[0] == "Iași"


def test_the_map_by_keyboard(desktop: Page) -> None:
    desktop.goto("/en/centres/")
    county = desktop.locator(".map a").filter(has=desktop.locator("title", has_text="Vaslui"))
    desktop.locator(".map .skip").focus()
    names = []
    for _each in range(42):
        desktop.keyboard.press("Tab")
        names.append(desktop.evaluate("document.activeElement.querySelector('title')?.textContent"))
    assert len(set(names)) == 42 and None not in names
    county.focus()
    width = "getComputedStyle(document.activeElement.querySelector('use')).strokeWidth"
    assert desktop.evaluate(width) == "7px", "where the focus is can be seen"
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/en/centres/?county=VS#found")
    assert towns(desktop)[0] == "Iași"
    expect(desktop.locator(".map [aria-current]")).to_have_count(1)


@pytest.mark.parametrize("code", ["ro", "ar"])
def test_every_county_is_drawn_and_the_map_is_not_mirrored(new_page: Callable[..., Page], code: str) -> None:
    page = new_page(viewport=PHONE, locale=code)
    page.goto(f"/{code}/centres/")
    boxes = page.evaluate(
        "async () => { for (let n = 0; n < 100; n++) {"
        " const boxes = [...document.querySelectorAll('.map use')].map((one) => {"
        " const { width, height, x } = one.getBoundingClientRect();"
        " return [one.getAttribute('href').split('#')[1], width, height, x]; });"
        " if (boxes.every(([, width]) => width)) return boxes;"
        " await new Promise((done) => setTimeout(done, 100)); } return []; }"
    )
    assert len(boxes) == 42
    where = {name: x for name, _width, _height, x in boxes}
    assert where["TM"] < where["CJ"] < where["IS"] < where["TL"]
    # Each can be hit by a finger; the capital by its pin.
    assert [name for name, width, height, _x in boxes if min(width, height) < 24] == ["B"]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_pins_can_be_hit_and_do_not_touch(new_page: Callable[..., Page], width: dict[str, int]) -> None:
    page = new_page(viewport=width)
    page.goto("/ro/centres/")
    pins = page.evaluate(
        "[...document.querySelectorAll('.map-pin path')].map((one) => one.getBoundingClientRect().toJSON())"
    )
    assert len(pins) == 9
    assert all(pin["width"] >= 24 and pin["height"] >= 24 for pin in pins)
    for number, one in enumerate(pins):
        for other in pins[:number]:
            assert (
                one["right"] < other["left"]
                or other["right"] < one["left"]
                or one["bottom"] < other["top"]
                or other["bottom"] < one["top"]
            )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("code", ["ro", "ar"])
def test_anybody_can_use_them(
    new_page: Callable[..., Page], axe: Callable[[Page], None], code: str, scheme: str
) -> None:
    page = new_page(viewport=NARROW, locale=code, color_scheme=scheme)
    for path in PATHS:
        page.goto(f"/{code}/{path}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url
