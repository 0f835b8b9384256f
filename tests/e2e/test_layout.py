"""Every public page in four languages, on a phone and at a desk: nothing runs off, is cut off or lies over another,
and where reading goes from right to left, so does the layout.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.addresses import addresses
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.walking import visit
from tests.pictures.layout import Layout, explain, letters_without_font, measure, not_mirrored

SIZES = {"phone": PHONE, "desktop": DESKTOP}

BREAK = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""


def walk(page: Page, code: str) -> dict[str, Layout]:
    """Return the layout of every address on a phone and at a desk, by its name."""
    found = {}
    for address in addresses(code):
        visit(page, code, address)
        for name, size in SIZES.items():
            page.set_viewport_size(size)
            found[f"{address.name} ({name})"] = measure(page)
    return found


def complain(code: str, layouts: dict[str, Layout]) -> list[str]:
    """What is wrong on each page, and the letters that are missing."""
    found = [explain(f"{code} {name}", layout.problems) for name, layout in layouts.items() if layout.problems]
    missing = letters_without_font("".join(layout.letters for layout in layouts.values()))
    return [*found, f"{code}: no font has {missing}"] if missing else found


@pytest.mark.usefixtures("broken_urls")
@pytest.mark.parametrize("code", ["en", "si"])
def test_every_page_keeps_to_the_screen(new_page: Callable[..., Page], code: str) -> None:
    assert not (found := complain(code, walk(new_page(locale=code), code))), "\n".join(found)


@pytest.mark.usefixtures("broken_urls")
def test_every_page_is_mirrored(new_page: Callable[..., Page]) -> None:
    romanian, arabic = (walk(new_page(locale=code), code) for code in ("ro", "ar"))
    found = complain("ro", romanian) + complain("ar", arabic)
    for name, layout in romanian.items():
        if name.startswith("design "):  # shows both directions at once
            continue
        if missed := not_mirrored(layout, arabic[name]):
            found.append(explain(f"not mirrored: {name}", missed))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("css", "sign"),
    [
        ("main p { margin-left: 3rem }", "stands"),
        ("h1 { text-align: left }", "begins"),
        (".icon.turn, .turn .icon { transform: none !important }", "arrow"),
        (".top { position: relative; left: 30px }", "stands"),
    ],
)
def test_a_side_that_is_not_turned_is_noticed(new_page: Callable[..., Page], css: str, sign: str) -> None:
    page = new_page(viewport=PHONE)
    layouts = {}
    for code in ("ro", "ar"):
        page.goto(f"/{code}/")
        assert not measure(page).problems
        page.evaluate(BREAK, css)
        layouts[code] = measure(page)
    assert any(sign in complaint for complaint in not_mirrored(layouts["ro"], layouts["ar"]))


@pytest.mark.parametrize(
    ("css", "sign"),
    [
        ("main p { min-width: 500px }", "off the screen"),
        ("main h1 { height: 10px; overflow: hidden }", "cut off"),
        ("main h1 { position: relative; top: 60px }", "over each other"),
        ("main h1 { max-inline-size: 20px !important; overflow-wrap: normal }", "sticks out"),
        ("main { direction: ltr }", "a style alone"),
    ],
)
def test_what_is_broken_is_noticed(new_page: Callable[..., Page], css: str, sign: str) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/ar/")
    page.evaluate(BREAK, css)
    assert any(sign in problem for problem in measure(page).problems)


def test_a_letter_without_a_font_is_noticed() -> None:
    assert letters_without_font("a\u0219\u0628 \u200f\U000f1234") == {"\U000f1234"}
