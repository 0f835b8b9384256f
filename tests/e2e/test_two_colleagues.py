"""Two colleagues at two desks work the same queue: they see each other, and nothing is done twice or lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Locator, Page, expect

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from home.roles import CENTRE_STAFF
from portal.directory.models import Centre
from tests.factories import EnrolmentFactory, EventFactory, MembershipFactory, UserFactory

NAMES = ("أمل نور", "Олена Зоряна", "प्रकाश तारा")
SIGN_OF_LIFE = "document.dispatchEvent(new Event('visibilitychange'))"
"""What an open page does every 25 seconds, it also does when it is looked at again."""
NOTHING_DONE = "Nothing was done: this enrolment has changed meanwhile."
HELD = "A place is held, and the person is told."
PRESS_OFFER = "document.querySelector('form#offer').requestSubmit()"

AtDesk = Callable[..., Page]


@pytest.fixture
def run(portal: str) -> Run:
    """A group of Iași with two places."""
    run = Run.objects.filter(centre__code="iasi", state=Run.State.OPEN).latest("starts_on")
    run.pk, run.code, run.capacity, run.minimum = None, "iasi-two", 2, 0
    run.save()
    return run


@pytest.fixture
def enrolments(run: Run) -> list[Enrolment]:
    """Three people who are new in it, who came first first."""
    made = [EnrolmentFactory(run=run, person__name=name) for name in NAMES]
    for enrolment in made:
        EventFactory(enrolment=enrolment)
    return made


@pytest.fixture
def irina(at_desk: AtDesk) -> Page:
    """Who works in Iași."""
    return at_desk("staff-iasi")


@pytest.fixture
def mihai(at_desk: AtDesk, portal: str) -> Page:
    """Who works there too."""
    user: Any = UserFactory(username="mihai", first_name="Mihai", last_name="Exemplu")
    user.groups.add(Group.objects.get(name=CENTRE_STAFF.name))
    MembershipFactory(user=user, centre=Centre.objects.get(code="iasi"))
    return at_desk("mihai")


def address(enrolment: Enrolment) -> str:
    return f"/admin/inbox/{enrolment.pk}/?queue=section%3Dnew%26run%3Diasi-two"


def row(page: Page, enrolment: Enrolment) -> Locator:
    return page.locator(f"[data-queue-row='{enrolment.pk}']")


def open_more(page: Page, words: str) -> None:
    page.locator("summary", has_text=words).click()


def test_both_see_the_same_people_and_who_looks_at_whom(irina: Page, mihai: Page, enrolments: list[Enrolment]) -> None:
    for page in (irina, mihai):
        page.goto("/admin/inbox/?section=new&run=iasi-two")
        expect(page.locator("[data-queue-link] bdi:first-child")).to_have_text(NAMES)
    row(irina, enrolments[0]).locator("[data-queue-link]").click()
    expect(irina.get_by_role("heading", name=NAMES[0])).to_be_visible()
    mihai.reload()
    expect(row(mihai, enrolments[0])).to_contain_text("Irina Exemplu is looking at this")
    expect(row(mihai, enrolments[1])).not_to_contain_text("is looking at this")
    mihai.goto(address(enrolments[0]))
    expect(mihai.get_by_text("Irina Exemplu is looking at this too.")).to_be_visible()
    irina.evaluate(SIGN_OF_LIFE)
    expect(irina.get_by_text("Mihai Exemplu is looking at this too.")).to_be_visible()


def test_a_note_outlives_what_a_colleague_did_meanwhile(irina: Page, mihai: Page, enrolments: list[Enrolment]) -> None:
    mihai.goto(address(enrolments[0]))
    mihai.locator("#note textarea").fill("Vine la prima oră.")
    irina.goto(address(enrolments[0]))
    irina.get_by_role("button", name="Take it and offer a place").click()
    expect(irina.get_by_text(HELD)).to_be_visible()
    mihai.evaluate(SIGN_OF_LIFE)
    expect(mihai.locator("[data-changed]")).to_contain_text("Irina Exemplu: Place offered")
    expect(mihai.locator("[data-changed]")).to_contain_text("Open the page anew before you go on.")

    keep = mihai.get_by_role("button", name="Keep the note")
    keep.click()
    expect(mihai.get_by_text(NOTHING_DONE)).to_be_visible()
    expect(mihai.locator(".inbox-notices")).to_contain_text("Irina Exemplu: Place offered")
    expect(mihai.locator("#note textarea")).to_have_value("Vine la prima oră.")
    keep.click()
    expect(mihai.get_by_text("The note is kept.")).to_be_visible()
    irina.reload()
    expect(irina.locator(".inbox-grid__past")).to_contain_text("Vine la prima oră.")


@pytest.mark.parametrize(("first", "still_possible"), [("Take it", True), ("Take it and offer a place", False)])
def test_a_question_is_asked_once_somebody_has_looked(
    irina: Page, mihai: Page, enrolments: list[Enrolment], first: str, still_possible: bool
) -> None:
    mihai.goto(address(enrolments[0]))
    open_more(mihai, "Ask the person")
    mihai.locator("form#ask [name=topic]").select_option("times")
    mihai.locator("form#ask textarea").fill("Puteți veni seara?")
    irina.goto(address(enrolments[0]))
    irina.get_by_role("button", name=first, exact=True).click()
    expect(irina.locator(".inbox-head")).to_contain_text("Irina Exemplu")

    mihai.locator("form#ask button").click()
    expect(mihai.get_by_text(NOTHING_DONE)).to_be_visible()
    expect(mihai.locator(".inbox-notices")).to_contain_text("Irina Exemplu:")
    if still_possible:
        expect(mihai.locator("form#ask textarea")).to_have_value("Puteți veni seara?")
        mihai.locator("form#ask button").click()
        expect(mihai.locator(".inbox-head")).to_contain_text("Waits for an answer")
    else:
        expect(mihai.locator(".inbox-notices .inbox-quote")).to_contain_text("Puteți veni seara?")
        expect(mihai.locator(".inbox-head")).to_contain_text("Place offered")
        assert not enrolments[0].questions.exists()


def test_an_offer_is_made_once(irina: Page, mihai: Page, enrolments: list[Enrolment]) -> None:
    mihai.goto(address(enrolments[0]))
    irina.goto(address(enrolments[0]))
    for page in (irina, mihai):
        page.evaluate(PRESS_OFFER)
    expect(irina.get_by_text(HELD).or_(irina.get_by_text(NOTHING_DONE))).to_be_visible()
    expect(mihai.get_by_text(HELD).or_(mihai.get_by_text(NOTHING_DONE))).to_be_visible()
    assert enrolments[0].events.filter(verb="offer").count() == 1
    told = [page.get_by_text(NOTHING_DONE).count() for page in (irina, mihai)]
    assert sorted(told) == [0, 1]


def test_the_last_place_goes_to_one_and_the_other_reads_why(
    irina: Page, mihai: Page, run: Run, enrolments: list[Enrolment]
) -> None:
    EnrolmentFactory(run=run, confirmed=True)
    irina.goto(address(enrolments[0]))
    mihai.goto(address(enrolments[1]))
    for page in (irina, mihai):
        page.evaluate(PRESS_OFFER)
    full = "All places of this group are taken."
    for page in (irina, mihai):
        expect(page.get_by_text(HELD).or_(page.get_by_text(full))).to_be_visible()
    states = sorted(Enrolment.objects.filter(pk__in=[one.pk for one in enrolments[:2]]).values_list("state", flat=True))
    assert states == sorted([State.OFFERED, State.SUBMITTED])
    refused = next(page for page in (irina, mihai) if page.get_by_text(full).count())
    refused.get_by_role("button", name="Waiting list").click()
    expect(refused.locator(".inbox-head")).to_contain_text("On the waiting list")


def test_a_hand_over_stands_in_the_colleagues_list_and_on_top_of_the_page(
    irina: Page, mihai: Page, enrolments: list[Enrolment]
) -> None:
    word = "Roagă să fie sunată dimineața."
    mihai.goto("/admin/inbox/?section=all&assignee=me")
    expect(row(mihai, enrolments[2])).to_have_count(0)
    irina.goto(address(enrolments[2]))
    irina.locator("#assign select").select_option(label="Mihai Exemplu")
    open_more(irina, "With a word for them")
    irina.locator("#assign textarea").fill(word)
    irina.get_by_role("button", name="Hand over").click()
    expect(irina.locator(".inbox-head")).to_contain_text("Mihai Exemplu")
    irina.reload()
    expect(irina.locator(".inbox-notices")).not_to_contain_text(word)

    mihai.reload()
    row(mihai, enrolments[2]).locator("[data-queue-link]").click()
    notice = mihai.locator(".inbox-notices")
    expect(notice).to_contain_text("Irina Exemplu gave it to you")
    expect(notice).to_contain_text(word)
    top, steps = notice.bounding_box(), mihai.locator("#inbox-steps-section").bounding_box()
    assert top is not None and steps is not None and top["y"] + top["height"] <= steps["y"]
    mihai.get_by_role("button", name="Take it", exact=True).click()
    expect(mihai.get_by_text("This enrolment is yours now.")).to_be_visible()
    expect(notice).not_to_contain_text(word)


def hears_keys(page: Page) -> None:
    """Wait for the scripts of the page that has just come: what it says is seen before they run."""
    page.wait_for_load_state("domcontentloaded")


def test_one_of_them_has_no_mouse(irina: Page, mihai: Page, enrolments: list[Enrolment]) -> None:
    keys = mihai.keyboard
    mihai.goto("/admin/inbox/?section=new&run=iasi-two")
    keys.press("?")
    dialog = mihai.locator("#keyboard-shortcuts-dialog")
    expect(dialog.get_by_text("Next and previous enrolment")).to_be_visible()
    keys.press("Escape")
    expect(dialog.get_by_text("Next and previous enrolment")).to_be_hidden()
    expect(mihai.locator("body")).to_be_focused()
    for key, expected in (("j", 0), ("j", 1), ("k", 0)):
        keys.press(key)
        expect(row(mihai, enrolments[expected]).locator("[data-queue-link]")).to_be_focused()
    keys.press("Enter")
    expect(mihai.get_by_role("heading", name=NAMES[0])).to_be_visible()
    hears_keys(mihai)
    irina.goto("/admin/inbox/?section=new&run=iasi-two")
    expect(row(irina, enrolments[0])).to_contain_text("Mihai Exemplu is looking at this")

    keys.press("c")
    expect(mihai.get_by_text("This enrolment is yours now.")).to_be_visible()
    hears_keys(mihai)
    keys.press("o")
    expect(mihai.locator("form#offer button")).to_be_focused()
    keys.press("Enter")
    expect(mihai.get_by_text(HELD)).to_be_visible()
    hears_keys(mihai)
    keys.press("n")
    expect(mihai.locator("#note textarea")).to_be_focused()
    keys.type("joc de seară")
    keys.press("Tab")
    keys.press("Enter")
    expect(mihai.get_by_text("The note is kept.")).to_be_visible()
    hears_keys(mihai)
    keys.press("j")
    expect(mihai.get_by_role("heading", name=NAMES[1])).to_be_visible()

    irina.reload()
    expect(irina.locator("[data-queue-link] bdi:first-child")).to_have_text(NAMES[1:])
    irina.goto(address(enrolments[0]))
    expect(irina.locator(".inbox-head")).to_contain_text("Mihai Exemplu")
    expect(irina.locator(".inbox-grid__past")).to_contain_text("joc de seară")
