"""axe finds nothing on any public page in four languages, on three pages in the others: light and dark, on a narrow
phone and with large text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page

from portal import languages
from tests.addresses import Address, addresses, page_types
from tests.e2e.conftest import DESKTOP
from tests.e2e.walking import visit

pytestmark = pytest.mark.usefixtures("broken_urls")

NARROW = {"width": 320, "height": 640}
IN_FULL = ("ro", "en", "ar", "si")
IN_PART = [code for code in languages.CODES if code not in IN_FULL]
THREE = ("HomePage", "CoursesPage", "GuidePage")
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""What a scheme can break: it changes colours and nothing else."""
ENLARGE = "size => { document.documentElement.style.fontSize = size; }"


def widest(page: Page) -> int:
    """How wide the content of a page is, in CSS pixels."""
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


def walk(page: Page, axe: Callable[..., None], code: str, walked: Sequence[Address]) -> None:
    """Open each address once, and look at it narrow and with large text, light and dark."""
    for address in walked:
        page.set_viewport_size(NARROW)
        visit(page, code, address)
        for size, viewport in (("100%", NARROW), ("200%", DESKTOP)):
            page.set_viewport_size(viewport)
            page.evaluate(ENLARGE, size)
            page.emulate_media(color_scheme="light")
            axe(page)
            page.emulate_media(color_scheme="dark")
            axe(page, rules=OF_COLOURS)
            assert widest(page) <= viewport["width"], f"{page.url} at {size}"
        page.set_viewport_size(NARROW)  # a small phone whose owner needs large text
        assert widest(page) <= NARROW["width"], f"{page.url} on a small screen at 200%"


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize("code", IN_FULL)
def test_every_page_can_be_used_by_anybody(
    new_page: Callable[..., Page], axe: Callable[..., None], code: str, part: int
) -> None:
    walk(new_page(locale=code), axe, code, addresses(code)[part::2])


@pytest.mark.parametrize("code", IN_PART)
def test_three_pages_in_the_other_languages(new_page: Callable[..., Page], axe: Callable[..., None], code: str) -> None:
    walked = [address for address in page_types(code) if address.name in THREE]
    assert len(walked) == len(THREE)
    walk(new_page(locale=code), axe, code, walked)
