"""axe finds nothing on any page of the project's own admin, in Romanian and in Arabic; phones show all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.staff_pages import ELSEWHERE, GROUPS, NO_PAGES, OTHERS, addresses_of, most_used
from tests.project.access_table import VIEWS

WAGTAILS = ('h2[role="alert"]',)
"""Wagtail's own, left out: how many a list's filters found is said by a heading that is an alert, which ARIA in HTML
doesn't allow (``wagtailadmin/generic/index_results.html``). In the inbox, ours stands in its place."""
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    if (!width || (left >= -1 && right <= innerWidth + 1)) return false;
    return !element.closest(".w-sr-only, .skiplink") && !hasOwnBox(element);
    function hasOwnBox(inner) {
        for (let box = inner.parentElement; box && box !== document.body; box = box.parentElement)
            if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return true;
        return false;
    }
}).map((element) => element.outerHTML.slice(0, 200))"""
"""What lies beyond the edge of the screen, outside a box that scrolls by itself. Wagtail hides it, so that the width of
the whole page says nothing."""


def test_every_page_of_the_access_table_is_looked_at() -> None:
    looked_at = {namespace for namespaces in GROUPS.values() for namespace in namespaces}
    assert looked_at == {name.partition(":")[0] for name in VIEWS}
    assert VIEWS.keys() >= NO_PAGES | ELSEWHERE


@pytest.mark.parametrize("language", ["ro", "ar"])
@pytest.mark.parametrize("group", [*GROUPS, *OTHERS])
def test_everybody_can_use_every_page(
    at_desk: Callable[..., Page], axe: Callable[..., None], group: str, language: str
) -> None:
    page = at_desk("admin", language=language)
    for address in addresses_of(group):
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        assert response.request.redirected_from is None, f"{address} leads to {page.url}"
        axe(page, WAGTAILS)
        assert page.locator("h1").count() == 1, page.url


@pytest.mark.parametrize(
    ("language", "viewport", "scheme"),
    [("ro", PHONE, "dark"), ("ar", PHONE, "light"), ("ar", DESKTOP, "dark")],
    ids=["phone-dark-ro", "phone-light-ar", "desktop-dark-ar"],
)
def test_the_most_used_pages_on_a_phone_and_in_the_dark(
    at_desk: Callable[..., Page], axe: Callable[..., None], language: str, viewport: dict[str, int], scheme: str
) -> None:
    page = at_desk("admin", language=language, viewport=viewport, color_scheme=scheme)
    for address in most_used():
        page.goto(address)
        axe(page, WAGTAILS)
        assert page.evaluate(CUT_OFF) == [], page.url
