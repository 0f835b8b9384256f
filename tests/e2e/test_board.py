"""The board of a group in a browser: people move by one action without scripts, and everybody can use its pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from home.demo.attendance import CODE
from tests.e2e.conftest import DESKTOP, PHONE

TARGET = "iasi-a1-evening"


@pytest.fixture
def at(new_page: Callable[..., Page], settings: Any) -> Callable[..., Page]:
    """A page on which ``staff-iasi`` has signed in: ``at(language="ar", viewport=PHONE)``."""

    def sign_in(*, language: str = "en", **options: Any) -> Page:
        UserProfile.objects.filter(user__username="staff-iasi").update(preferred_language=language)
        page = new_page(**options)
        page.goto("/admin/login/")
        page.locator("[name=username]").fill("staff-iasi@demo.example")
        page.locator("[name=password]").fill(settings.DEMO_PASSWORD)
        page.locator("form [type=submit]").first.click()
        expect(page).to_have_url(re.compile(r"/admin/$"))
        return page

    return sign_in


@pytest.fixture
def run(demo: None) -> Run:
    return Run.objects.get(code=CODE)


def test_people_move_by_one_action_without_scripts(at: Callable[..., Page], run: Run) -> None:
    target = Run.objects.get(code=TARGET)
    moved = list(Enrolment.objects.filter(run=run, state="attending").order_by("place")[:2])
    page = at(java_script_enabled=False)
    page.goto("/admin/board/")
    page.get_by_role("link", name=CODE).click()
    for enrolment in moved:
        page.locator(f"#board-tick-{enrolment.pk}").check()
    page.locator("#board-move select[name=run]").select_option(str(target.pk))
    page.get_by_role("button", name="Move who is ticked").click()
    expect(page.get_by_text(f"2 people have a place in {TARGET} now, and are told.")).to_be_visible()
    there = Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in moved], run=target)
    assert there.filter(state="attending", place__isnull=False).count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ro", "ar"])
def test_everybody_can_use_the_pages(
    at: Callable[..., Page], axe: Callable[[Page], None], run: Run, language: str, scheme: str
) -> None:
    for viewport in (DESKTOP, PHONE):
        page = at(language=language, viewport=viewport, color_scheme=scheme)
        for address in ("", f"{run.pk}/"):
            page.goto(f"/admin/board/{address}")
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], page.url


@pytest.mark.parametrize("name", ["class-list", "sheet"])
def test_the_page_to_print_is_one_that_everybody_can_read(
    at: Callable[..., Page], axe: Callable[[Page], None], run: Run, name: str
) -> None:
    page = at()
    page.goto(f"/admin/board/{run.pk}/{name}/?as=page")
    expect(page.get_by_text(CODE).first).to_be_visible()
    axe(page)
