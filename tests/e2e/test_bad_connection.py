"""Enrolling on a bad connection: what is said is true, what was written stays, and nobody is enrolled twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Locale, Site
from wagtail.models import Page as WagtailPage

from courses.catalogue.models import Run
from courses.catalogue.pages import CoursePage
from courses.enrolment.codes import Level
from courses.enrolment.models import Enrolment
from courses.level.token import make_result
from tests.e2e.conftest import PHONE
from tests.factories import RunFactory

RECEIPT = re.compile("/enrol/received/")
FORM = re.compile(r"/enrol/\d+/$")
NAME = "نور الهدى"
WEEK_MS = 7 * 24 * 60 * 60 * 1000


@pytest.fixture
def portal(live_server: LiveServer) -> str:
    """The address of a server without the demo's content: a group to enrol in is enough."""
    address = urlsplit(live_server.url)
    Site.objects.update(hostname=address.hostname, port=address.port)
    return live_server.url


@pytest.fixture
def run(portal: str) -> Run:
    """A group that takes enrolments."""
    return RunFactory()


@pytest.fixture
def reader(new_page: Callable[..., Page], run: Run) -> Page:
    """Somebody with a small phone who reads Arabic and has the form before them; time goes on as it does."""
    page = new_page(viewport=PHONE, locale="ar", is_mobile=True, has_touch=True)
    page.goto(f"/ar/enrol/{run.pk}/")
    return page


@pytest.fixture
def timed(new_page: Callable[..., Page], run: Run) -> Page:
    """The same in Urdu; seconds go by when the test says so."""
    page = new_page(viewport=PHONE, locale="ur", is_mobile=True, has_touch=True)
    page.clock.install()
    page.goto(f"/ur/enrol/{run.pk}/")
    page.clock.pause_at(page.evaluate("Date.now() + 60000"))
    return page


def fill_in(page: Page) -> None:
    page.locator("#id_name").fill(NAME)
    page.locator("#id_phone").fill("0720 000 077")
    page.locator("#id_consent").check()


def send(page: Page) -> None:
    page.locator("form.form [type=submit]").click()


def says(page: Page, part: str) -> None:
    """The page shows this message about the sending and not the other one."""
    expect(page.locator(f"[data-part={part}]")).to_be_visible()
    expect(page.locator(f"[data-part={'doubt' if part == 'lost' else 'lost'}]")).to_be_hidden()


def kept(page: Page) -> dict[str, Any]:
    """What the device has of the form, {} for nothing."""
    found = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('draft:'))")
    assert len(found) <= 1
    return json.loads(found[0][1]) if found else {}


def cut(route: Route) -> None:
    """A network on which pages load and nothing can be sent."""
    if route.request.method == "POST":
        route.abort("connectionfailed")
    else:
        route.continue_()


def lose_the_answer(route: Route) -> None:
    """A network that carries what is sent, and no answer."""
    route.fetch()
    route.abort("connectionreset")


def test_cut_off_while_sending_it_is_sent_when_the_network_is_back(timed: Page) -> None:
    expect(timed.locator("html")).to_have_attribute("dir", "rtl")
    fill_in(timed)
    timed.context.set_offline(True)
    send(timed)
    says(timed, "lost")
    expect(timed.locator("[data-part=sending]")).to_be_focused()
    expect(timed.locator("[data-part=sending]")).to_be_in_viewport(ratio=1)
    expect(timed.locator("form.form [type=submit]")).to_be_hidden()
    expect(timed.locator("[data-part=safe]")).to_be_visible()
    expect(timed).to_have_url(FORM)
    assert not Enrolment.objects.exists()
    assert timed.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # At once: no second has gone by.
    timed.context.set_offline(False)
    expect(timed).to_have_url(RECEIPT)
    assert Enrolment.objects.get().person.name == NAME
    assert kept(timed) == {}


def test_an_answer_that_is_lost_makes_no_second_enrolment(timed: Page) -> None:
    posts: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        posts.append(route.request.post_data or "")
        if len(posts) == 1:
            lose_the_answer(route)
        else:
            route.continue_()

    timed.route(FORM, lose_the_first_answer)
    fill_in(timed)
    send(timed)
    says(timed, "doubt")
    assert Enrolment.objects.count() == 1
    timed.clock.run_for(2_100)
    expect(timed).to_have_url(RECEIPT)
    assert len(posts) == 2
    assert Enrolment.objects.get().person.name == NAME
    assert kept(timed) == {}


def test_after_a_reload_the_answers_are_there_and_the_sending_goes_on(reader: Page) -> None:
    reader.route(FORM, cut)
    reader.locator("#id_is_assisted").check()
    reader.locator("#id_helper_name").fill("Ana")
    reader.locator("details.group summary").last.click()
    reader.locator("#id_comment").fill("صباحا\nأو مساء")
    fill_in(reader)
    send(reader)
    says(reader, "doubt")
    before = reader.locator("[name=submission_id]").input_value()
    reader.reload()
    says(reader, "doubt")
    expect(reader.locator("[data-part=kept]")).to_be_visible()
    for field, value in {"name": NAME, "helper_name": "Ana", "comment": "صباحا\nأو مساء"}.items():
        expect(reader.locator(f"#id_{field}")).to_have_value(value)
        expect(reader.locator(f"#id_{field}")).to_be_visible()
    expect(reader.locator("[name=submission_id]")).to_have_value(before)

    # Agreement is given by a person, each time.
    expect(reader.locator("#id_consent")).not_to_be_checked()
    expect(reader.locator("[data-part=agree]")).to_be_visible()
    expect(reader.locator("[data-do=stop]")).to_be_hidden()
    reader.locator("[data-do=send]").click()
    expect(reader.locator("#id_consent")).to_be_focused()
    reader.locator("#id_consent").check()
    reader.unroute(FORM)
    reader.locator("[data-do=send]").click()
    expect(reader).to_have_url(RECEIPT)
    assert Enrolment.objects.get().comment == "صباحا\r\nأو مساء"
    assert kept(reader) == {}


def test_a_self_check_goes_along_with_the_sending_that_goes_on(reader: Page, run: Run) -> None:
    reader.locator("#id_name").fill("Somebody else, before the self-check")
    reader.locator("#id_level").select_option(Level.NONE)
    reader.goto(f"/ar/enrol/{run.pk}/?level_check={make_result(Level.A1, 60)}")
    expect(reader.locator("#id_level")).to_have_value(Level.A1)
    reader.route(FORM, lose_the_answer)
    fill_in(reader)
    send(reader)
    says(reader, "doubt")
    reader.unroute(FORM)
    reader.goto(f"/ar/enrol/{run.pk}/")
    says(reader, "doubt")
    reader.locator("#id_consent").check()
    reader.locator("[data-do=send]").click()
    expect(reader).to_have_url(RECEIPT)
    assert Enrolment.objects.get().checked_level == Level.A1


def test_a_wish_is_kept_for_its_course_and_county(reader: Page, run: Run) -> None:
    run.centre.counties_served.set([run.centre.county])
    locale, _created = Locale.objects.get_or_create(language_code="ar")
    title = CoursePage(title="الرومانية", slug="romanian", summary="-", course=run.course, locale=locale)
    WagtailPage.get_first_root_node().add_child(instance=title)
    wish = f"/ar/enrol/interest/?course={run.course.code}&county={run.centre.county_id}"
    reader.goto(wish)
    expect(reader.locator("#id_name")).to_have_value("")
    reader.locator("#id_accepts_online").uncheck()
    fill_in(reader)
    reader.context.set_offline(True)
    send(reader)
    says(reader, "lost")
    assert not Enrolment.objects.exists()
    reader.context.set_offline(False)
    expect(reader).to_have_url(RECEIPT)
    assert not Enrolment.objects.get().accepts_online


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 502, "body": "Bad gateway", "content_type": "text/html"},
        {"status": 200, "body": "<h1>Hotel: sign in to our network</h1>", "content_type": "text/html"},
        {"status": 200, "body": "{}", "content_type": "application/json"},
    ],
    ids=["a gateway", "a hotel", "nonsense"],
)
def test_what_is_not_the_portals_answer_is_no_receipt(reader: Page, answer: dict[str, Any]) -> None:
    reader.route(FORM, lambda route: route.fulfill(**answer))
    fill_in(reader)
    send(reader)
    says(reader, "doubt")
    expect(reader).to_have_url(FORM)


def test_no_answer_is_waited_for_twenty_seconds(timed: Page) -> None:
    timed.route(FORM, lambda route: None)
    fill_in(timed)
    with timed.expect_request(FORM):
        send(timed)
    timed.clock.run_for(19_500)
    expect(timed.locator("[data-part=sending]")).to_be_hidden()
    timed.clock.run_for(600)
    says(timed, "doubt")


def test_tries_grow_rarer_and_keep_their_key_until_they_are_stopped(timed: Page) -> None:
    keys: list[str] = []

    def refuse(route: Route) -> None:
        match = re.search(r"submission_id=(\w+)", route.request.post_data or "")
        keys.append(match[1] if match else "")
        route.abort("connectionfailed")

    timed.route(FORM, refuse)
    fill_in(timed)
    send(timed)
    upcoming = timed.locator("[data-part=next]")
    for number, (pause, shown) in enumerate([(2, "0:02"), (5, "0:05"), (15, "0:15"), (30, "0:30"), (60, "1:00")]):
        expect(upcoming).to_contain_text(shown)
        assert len(keys) == number + 1
        timed.clock.run_for(pause * 1000 - 900)
        assert len(keys) == number + 1
        with timed.expect_request(FORM):
            timed.clock.run_for(1000)
    expect(upcoming).to_contain_text("1:00")
    assert len(set(keys)) == 1
    expect(timed.locator(".group").first).to_have_attribute("inert", "")

    timed.locator("[data-do=stop]").click()
    expect(upcoming).to_be_hidden()
    says(timed, "doubt")
    timed.clock.run_for(300_000)
    assert len(keys) == 6
    timed.locator("#id_name").fill("Noor")
    assert dict(kept(timed)["answers"])["name"] == "Noor"


def test_what_is_wrong_is_shown_in_place_and_can_be_mended(reader: Page, axe: Callable[[Page], None]) -> None:
    fill_in(reader)
    reader.locator("#id_phone").fill("abc")
    send(reader)
    expect(reader.locator("[role=alert]")).to_be_focused()
    expect(reader.locator("#id_name")).to_have_value(NAME)
    axe(reader)
    reader.locator("[role=alert] a").first.click()
    expect(reader.locator("#id_phone")).to_be_focused()
    reader.locator("#id_phone").fill("0720 000 077")
    reader.context.set_offline(True)
    send(reader)
    says(reader, "lost")
    axe(reader)
    reader.context.set_offline(False)
    expect(reader).to_have_url(RECEIPT)
    assert Enrolment.objects.count() == 1
    assert kept(reader) == {}


def test_a_draft_holds_answers_and_nothing_else(reader: Page) -> None:
    expect(reader.locator("[data-part=privacy]")).to_be_hidden()
    assert kept(reader) == {}
    fill_in(reader)
    reader.locator("[name=website]").evaluate("trap => { trap.value = 'x' }")
    reader.locator("[name=contact_by][value=whatsapp]").check()
    draft = kept(reader)
    names = {name for name, _value in draft["answers"]}
    assert {"name", "phone", "contact_by"} <= names
    assert not names & {"consent", "website", "opened", "submission_id", "captcha"}
    expect(reader.locator("[data-part=privacy]")).to_be_visible()

    # In another language it is the same form.
    reader.goto(reader.url.replace("/ar/", "/ro/"))
    expect(reader.locator("#id_name")).to_have_value(NAME)
    expect(reader.locator("[name=contact_by][value=whatsapp]")).to_be_checked()
    expect(reader.locator("[data-part=sending]")).to_be_hidden()


@pytest.mark.parametrize("note", ["kept", "privacy"])
def test_who_shares_a_device_deletes_the_draft(reader: Page, axe: Callable[[Page], None], note: str) -> None:
    fill_in(reader)
    reader.reload()
    expect(reader.locator("[data-part=kept]")).to_be_visible()
    axe(reader)
    reader.locator(f"[data-part={note}] [data-do=delete]").click()
    expect(reader.locator("[data-part=deleted]")).to_be_focused()
    expect(reader.locator("#id_name")).to_have_value("")
    assert kept(reader) == {}
    reader.reload()
    expect(reader.locator("#id_name")).to_have_value("")
    expect(reader.locator("[data-part=kept]")).to_be_hidden()


def test_answers_with_errors_are_deleted_too(reader: Page) -> None:
    fill_in(reader)
    reader.locator("#id_phone").fill("abc")
    send(reader)
    expect(reader.locator("[role=alert]")).to_be_focused()
    reader.locator("[data-part=privacy] [data-do=delete]").click()
    expect(reader.locator("#id_name")).to_have_value("")
    expect(reader.locator("#id_consent")).not_to_be_checked()
    assert kept(reader) == {}


@pytest.mark.parametrize(("age_ms", "is_kept"), [(WEEK_MS - 60_000, True), (WEEK_MS + 60_000, False)])
def test_a_draft_lives_for_a_week(reader: Page, age_ms: int, is_kept: bool) -> None:
    fill_in(reader)
    reader.evaluate(
        """age => {
            const [key] = Object.keys(localStorage);
            const draft = JSON.parse(localStorage[key]);
            localStorage[key] = JSON.stringify({ ...draft, at: Date.now() - age });
        }""",
        age_ms,
    )
    reader.reload()
    expect(reader.locator("#id_name")).to_have_value(NAME if is_kept else "")
    assert bool(kept(reader)) is is_kept


def test_where_nothing_can_be_kept_the_page_does_not_promise_it(new_page: Callable[..., Page], run: Run) -> None:
    page = new_page(locale="ar")
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    page.goto(f"/ar/enrol/{run.pk}/")
    fill_in(page)
    expect(page.locator("[data-part=privacy]")).to_be_hidden()
    page.context.set_offline(True)
    send(page)
    says(page, "lost")
    expect(page.locator("[data-part=safe]")).to_be_hidden()
    page.context.set_offline(False)
    expect(page).to_have_url(RECEIPT)


def test_without_javascript_no_word_of_it_and_the_form_works(new_page: Callable[..., Page], run: Run) -> None:
    page = new_page(viewport=PHONE, locale="ar", java_script_enabled=False)
    page.goto(f"/ar/enrol/{run.pk}/")
    for part in page.locator("[data-part]").all():
        expect(part).to_be_hidden()
    fill_in(page)
    send(page)
    expect(page).to_have_url(RECEIPT)
    assert Enrolment.objects.count() == 1
