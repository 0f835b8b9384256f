"""Searching in a real browser: suggestions by keyboard, in both directions of writing, and without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE

NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize(("code", "typed"), [("en", "residence"), ("ar", "تصريح")])
def test_titles_are_suggested_and_chosen_by_keyboard(
    new_page: Callable[..., Page], axe: Callable[[Page], None], code: str, typed: str
) -> None:
    page = new_page(viewport=PHONE, locale=code)
    page.goto(f"/{code}/help/")
    field = page.get_by_role("combobox")
    field.press_sequentially(typed)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    axe(page)
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    field.press("Escape")
    expect(options.first).to_be_hidden()
    field.press_sequentially(" ")
    field.press("Backspace")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url(f"**/{code}/resources/residence-permit/")


def test_without_a_choice_enter_shows_the_results(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE, locale="uk")
    page.goto("/uk/")
    page.get_by_role("combobox").fill("permis de sedere")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/uk/search/?q=permis+de+sedere")
    expect(page.locator("h2 a").first).to_have_attribute("href", "/uk/resources/residence-permit/")


def test_it_works_without_a_script(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE, locale="fa", java_script_enabled=False)
    page.goto("/fa/")
    page.get_by_role("searchbox").fill("اجازه اقامت")
    page.get_by_role("search").get_by_role("button").click()
    page.locator("h2 a[href*='/residence-permit/']").click()
    page.wait_for_url("**/fa/resources/residence-permit/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("code", ["ro", "ar", "si"])
def test_anybody_can_use_the_results(
    new_page: Callable[..., Page], axe: Callable[[Page], None], code: str, scheme: str
) -> None:
    page = new_page(viewport=NARROW, locale=code, color_scheme=scheme)
    for query in ("", "permis", "prmis sedere", "zzzqqq"):
        page.goto(f"/{code}/search/?q={query}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url
