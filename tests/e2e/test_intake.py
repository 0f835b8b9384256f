"""Staff write somebody down with the keyboard alone, and bring in a list, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from tests.courses.intake.conftest import table
from tests.e2e.conftest import DESKTOP, PHONE


@pytest.fixture
def staff_page(new_page: Callable[..., Page], settings: Any) -> Callable[..., Page]:
    """A page of the staff of Iași: ``staff_page(viewport=PHONE)``."""

    def sign_in(**options: Any) -> Page:
        page = new_page(**options)
        page.goto("/admin/login/")
        page.locator("[name=username]").fill("staff-iasi@demo.example")
        page.locator("[name=password]").fill(settings.DEMO_PASSWORD)
        page.locator("form [type=submit]").first.click()
        expect(page).to_have_url(re.compile(r"/admin/$"))
        return page

    return sign_in


def a_run() -> Run:
    return Run.objects.filter(centre__code="iasi", state=Run.State.OPEN).latest("starts_on")


def test_somebody_is_written_down_with_the_keyboard_alone(staff_page: Callable[..., Page]) -> None:
    page = staff_page()
    run = a_run()
    page.goto(f"/admin/intake/?run={run.pk}&language=ar&then=confirm")
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type("Leila Exemplu")
    page.keyboard.press("Tab")
    page.keyboard.type("0700 000 081")
    for _field in range(2):
        page.keyboard.press("Tab")
    expect(page.locator("[name=language]")).to_be_focused()
    expect(page.locator("[data-agreement]")).to_have_attribute("lang", "ar")
    page.locator("[name=language]").select_option("fa")
    expect(page.locator("[data-agreement]")).to_have_attribute("lang", "fa")
    page.locator("[name=consent]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".intake-saved")).to_be_in_viewport()
    expect(page.locator("[name=name]")).to_be_focused()
    enrolment = Enrolment.objects.get(person__name="Leila Exemplu")
    assert (enrolment.state, enrolment.run, enrolment.consent_language) == (State.CONFIRMED, run, "fa")


def test_a_child_needs_the_guardians_agreement_and_says_so_at_once(staff_page: Callable[..., Page]) -> None:
    page = staff_page(viewport=PHONE)
    page.goto(f"/admin/intake/?run={a_run().pk}&language=en")
    text = page.locator("[data-agreement]")
    expect(text).to_contain_text("I agree that")
    page.locator("[name=consent]").check()
    page.locator("[name=birth_year]").fill("2018")
    page.keyboard.press("Tab")
    expect(text).to_contain_text("I am the parent or guardian")
    expect(page.locator("[name=consent]")).not_to_be_checked()
    expect(page.locator("[name=guardian_name]")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_list_is_looked_through_and_brought_in(
    staff_page: Callable[..., Page], axe: Callable[[Page], None], viewport: dict[str, int]
) -> None:
    page = staff_page(viewport=viewport)
    run = a_run()
    for address in (f"/admin/intake/?run={run.pk}", f"/admin/intake/list/?run={run.pk}"):
        page.goto(address)
        axe(page)
    rows = [["Amina Nouă", "0700000091", "arabă"], ["Fără Contact", "", "ar"]]
    data = table(["Nume", "Telefon", "Limba"], *rows)
    page.locator("[name=file]").set_input_files({"name": "lista.csv", "mimeType": "text/csv", "buffer": data})
    page.locator("main form [type=submit]").first.click()
    expect(page.locator(".intake-rows")).to_contain_text("Fără Contact")
    axe(page)
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.locator("[name=leaves_out_errors]").check()
    page.locator("[name=consent]").check()
    page.locator("[name=form]").select_option("paper")
    page.locator("[name=day]").fill("2026-11-01")
    page.locator("[name=day]").press("Enter")
    expect(page.locator("a[href*='/admin/inbox/?state=submitted']")).to_be_visible()
    assert Enrolment.objects.get(person__name="Amina Nouă").run == run
    assert not Enrolment.objects.filter(person__name="Fără Contact").exists()
