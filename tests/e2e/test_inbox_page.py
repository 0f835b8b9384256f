"""An enrolment's page in a browser: two colleagues at it, its keys, ready answers, and what a screen reader meets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from tests.factories import EnrolmentFactory, PersonFactory

SIGN_OF_LIFE = "document.dispatchEvent(new Event('visibilitychange'))"
"""What the page does every 25 seconds, it also does when it is looked at again."""


@pytest.fixture
def enrolment(portal: str) -> Enrolment:
    """Somebody new in Iași who writes Arabic."""
    other = Enrolment.objects.filter(centre__code="iasi", run__isnull=False, state=State.SUBMITTED)[0]
    person = PersonFactory(name="أمل نور", language="ar", email="amal@demo.example")
    return EnrolmentFactory(run=other.run, person=person, comment="أفضل المساء")


def test_two_colleagues_see_each_other_and_overwrite_nothing(
    at_desk: Callable[..., Page], enrolment: Enrolment
) -> None:
    ana, mihai = at_desk("staff-iasi"), at_desk("coordinator")
    address = f"/admin/inbox/{enrolment.pk}/"
    ana.goto(address)
    mihai.goto(address)
    expect(mihai.get_by_text("Irina Exemplu is looking at this too.")).to_be_visible()
    ana.evaluate(SIGN_OF_LIFE)
    expect(ana.get_by_text("Corina Exemplu is looking at this too.")).to_be_visible()

    mihai.locator("#note textarea").fill("Am vorbit cu ea: vine.")
    ana.get_by_role("button", name="Take it and offer a place").click()
    expect(ana.get_by_text("A place is held, and the person is told.")).to_be_visible()
    mihai.evaluate(SIGN_OF_LIFE)
    expect(mihai.get_by_text("Irina Exemplu: Place offered")).to_be_visible()
    mihai.get_by_role("button", name="Keep the note").click()
    expect(mihai.get_by_text("Nothing was done: this enrolment has changed meanwhile.")).to_be_visible()
    expect(mihai.locator("#note textarea")).to_have_value("Am vorbit cu ea: vine.")
    mihai.get_by_role("button", name="Keep the note").click()
    expect(mihai.get_by_text("The note is kept.")).to_be_visible()


def test_keys_and_ready_answers(at_desk: Callable[..., Page], enrolment: Enrolment) -> None:
    page = at_desk("staff-iasi")
    page.goto(f"/admin/inbox/{enrolment.pk}/?queue=section%3Dall")
    page.keyboard.press("?")
    help_dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_dialog.get_by_text("To the offer; Enter makes it")).to_be_visible()
    page.keyboard.press("o")
    expect(page.locator("form#offer button")).not_to_be_focused()
    page.keyboard.press("Escape")
    expect(help_dialog).to_be_hidden()
    page.keyboard.press("o")
    expect(page.locator("form#offer button")).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.type("jock")
    expect(page.locator("#note textarea")).to_have_value("jock")
    page.locator("#inbox-write-content summary").first.click()
    page.get_by_text("Veniți la centru").click()
    page.get_by_role("link", name="Begin with it").locator("visible=true").click()
    expect(page.locator("#write textarea")).to_be_focused()
    expect(page.locator("#write textarea")).not_to_have_value("")
    page.locator(".inbox-head__title").click()
    page.keyboard.press("c")
    expect(page.get_by_text("This enrolment is yours now.")).to_be_visible()
    page.keyboard.press("j")
    expect(page).not_to_have_url(f"**/admin/inbox/{enrolment.pk}/**")


@pytest.mark.parametrize("language", ["ro", "ar"])
def test_a_screen_reader_meets_no_obstacle(
    at_desk: Callable[..., Page], axe: Callable[[Page], None], enrolment: Enrolment, language: str
) -> None:
    page = at_desk("staff-iasi", language=language)
    page.goto(f"/admin/inbox/{enrolment.pk}/?queue=")
    for summary in page.locator(".inbox-page details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/admin/replies/")
    axe(page)
