"""The browser, the server and the demo work together; what the other browser tests rely on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from portal import languages
from tests.e2e.conftest import PHONE


@pytest.mark.parametrize("code", ["ro", "ar", "si"])
def test_the_home_page_in_its_language_and_direction(new_page: Callable[..., Page], code: str) -> None:
    page = new_page(viewport=PHONE, locale=code)
    page.goto("/")
    expect(page).to_have_url(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}/{code}/")
    root = page.locator("html")
    expect(root).to_have_attribute("lang", code)
    expect(root).to_have_attribute("dir", languages.get_language(code).direction)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_nobody_else_can_be_reached(browser: object, portal: str) -> None:
    page = browser.new_page()  # type: ignore[attr-defined]
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://third-party.example/")
    page.close()


def test_axe_finds_what_is_wrong(desktop: Page, axe: Callable[[Page], None]) -> None:
    desktop.goto("/en/")
    axe(desktop)
    desktop.locator("main").evaluate("main => main.insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(desktop)
