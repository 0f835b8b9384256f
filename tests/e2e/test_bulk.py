"""Forty people are done in one go: ticked in the list, looked at, worked through by the worker, summed up."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from courses.bulk.work import work_on_bulk_jobs
from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from courses.enrolment.services import claim_enrolment
from courses.enrolment.states import State
from tests.e2e.conftest import DESKTOP, PHONE
from tests.factories import EventFactory

AMOUNT = 56
"""More than a page of the list holds."""


@contextmanager
def a_worker() -> Iterator[None]:
    """Work on bulk jobs beside the server, as ``run_worker`` does."""
    is_over = threading.Event()

    def go_on() -> None:
        try:
            while not is_over.wait(0.1):
                work_on_bulk_jobs()
        finally:
            connection.close()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


@pytest.fixture
def people(portal: str) -> list[Enrolment]:
    """A run of Iași with many people who have enrolled for it."""
    run = Run.objects.filter(centre__code="iasi", state=Run.State.OPEN).latest("starts_on")
    run.pk, run.code, run.capacity = None, "iasi-many", 30
    run.save()
    return [
        Enrolment.objects.get(
            pk=EventFactory(enrolment__run=run, enrolment__person__name=f"أمينة {number}").enrolment_id
        )
        for number in range(AMOUNT)
    ]


@pytest.fixture
def staff_page(new_page: Callable[..., Page], settings: Any) -> Callable[..., Page]:
    """A page of the staff of Iași, in a language: ``staff_page("ar", viewport=PHONE)``."""

    def sign_in(language: str = "en", **options: Any) -> Page:
        UserProfile.objects.filter(user__email="staff-iasi@demo.example").update(preferred_language=language)
        page = new_page(**options)
        page.goto("/admin/login/")
        page.locator("[name=username]").fill("staff-iasi@demo.example")
        page.locator("[name=password]").fill(settings.DEMO_PASSWORD)
        page.locator("form [type=submit]").first.click()
        expect(page).to_have_url(re.compile(r"/admin/$"))
        return page

    return sign_in


def test_a_whole_list_is_offered_places_and_the_rest_is_refused_and_said(
    staff_page: Callable[..., Page], people: list[Enrolment], axe: Callable[[Page], None]
) -> None:
    page = staff_page()
    page.goto("/admin/inbox/?section=all&run=iasi-many")
    bar = page.locator("[data-bulk-bar]")
    expect(bar).to_be_hidden()
    page.locator("[data-bulk-page]").check()
    expect(bar).to_contain_text("Selected: 50")
    page.locator("[name=all]").check()
    expect(bar).to_contain_text(f"Selected: {AMOUNT}")
    page.locator("[data-bulk-row]").first.uncheck()
    expect(bar).to_contain_text("Selected: 49")
    page.locator("[name=all]").check()
    bar.get_by_role("button", name="Offer a place").click()

    expect(page.locator(".bulk-row")).to_have_count(AMOUNT)
    expect(page.locator(".bulk-needs__short")).to_contain_text("places free: 30")
    axe(page)
    claim_enrolment(enrolment=people[0], user=get_user_model().objects.get(email="coordinator@demo.example"))
    page.get_by_role("button", name="Offer a place").click()

    expect(page.locator(".bulk-progress__text")).to_contain_text(f"Still to do: {AMOUNT}")
    axe(page)
    with a_worker():
        expect(page.get_by_role("link", name="Try the refused ones again")).to_be_visible()
    expect(page.locator(".bulk-progress__text")).to_contain_text("Done: 30 · Refused: 26 · Still to do: 0")
    expect(page.locator("body")).to_contain_text("Changed meanwhile.")
    expect(page.locator("body")).to_contain_text("All places of this group are taken.")
    axe(page)
    assert Enrolment.objects.filter(run__code="iasi-many", state=State.OFFERED).count() == 30
    page.get_by_role("link", name="Back to the list").click()
    expect(page).to_have_url(re.compile(r"run=iasi-many"))


def test_without_a_script(staff_page: Callable[..., Page], people: list[Enrolment]) -> None:
    page = staff_page(java_script_enabled=False)
    page.goto("/admin/inbox/?section=all&run=iasi-many")
    for box in page.locator("[data-bulk-row]").all()[:3]:
        box.check()
    page.locator("[data-bulk-bar]").get_by_role("button", name="Assign").click()
    page.locator("form.bulk-start").get_by_role("button", name="Assign").click()
    with a_worker():
        refresh = page.get_by_role("link", name="How far is it now?")
        for _try in range(40):
            if not refresh.is_visible():
                break
            refresh.click()
            page.wait_for_load_state()
    expect(page.locator(".bulk-progress__text")).to_contain_text("Done: 3 · Refused: 0 · Still to do: 0")


@pytest.mark.parametrize("language", ["ro", "ar"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_is_cut_off_or_out_of_reach(
    staff_page: Callable[..., Page],
    people: list[Enrolment],
    axe: Callable[[Page], None],
    language: str,
    viewport: dict[str, int],
) -> None:
    page = staff_page(language, viewport=viewport)
    page.goto("/admin/inbox/?section=all&run=iasi-many")
    for box in page.locator("[data-bulk-row]").all()[:3]:
        box.check()
    expect(page.locator("[data-bulk-bar]")).to_be_in_viewport()
    for action in ("offer", "write", "move", "reject", "assign"):
        page.goto(f"/admin/bulk/start/?action={action}&all=1&list=section%3Dall%26run%3Diasi-many")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
