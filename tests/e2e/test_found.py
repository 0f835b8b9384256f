"""What stands in a page for machines is data in a browser too: nothing runs, and the policy has nothing to stop."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE


@pytest.mark.parametrize("path", ["/ar/", "/ar/courses/romanian-a1/", "/ar/resources/first-steps/"])
def test_structured_data_is_read_and_not_run(new_page: Callable[..., Page], path: str) -> None:
    """``new_page`` fails where the Content-Security-Policy stops something."""
    page = new_page()
    page.goto(path)
    things = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert things["@context"] == "https://schema.org"


def test_a_lost_reader_finds_the_page_from_the_words_of_the_address(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/en/resources/residence_permits/")
    expect(page.get_by_role("main").get_by_role("combobox")).to_have_value("residence permits")
    page.locator('main a[href="/en/resources/residence-permit/"]').click()
    page.wait_for_url("**/en/resources/residence-permit/")
