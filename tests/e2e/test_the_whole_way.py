"""The whole way, on a small phone: read, watch, find, enrol; staff offer; the answer arrives; say yes."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect

from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.enrolment.states import State
from portal import languages
from portal.messages.models import Message
from tests.e2e.conftest import PHONE

PEOPLE = {
    "ar": ("آمنة الخطيب", "amina@mail.example"),
    "en": ("Grace Okafor", "grace@mail.example"),
    "ne": ("सीता तामाङ", "sita@mail.example"),
}


def sign_in(page: Page, name: str) -> None:
    page.goto("/admin/login/")
    page.locator("[name=username]").fill(f"{name}@demo.example")
    page.locator("[name=password]").fill(settings.DEMO_PASSWORD)
    page.locator("form [type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/admin/$"))


def watch_the_film(page: Page) -> None:
    page.goto(page.locator("main a[href*='/resources/first-steps/']").first.get_attribute("href") or "")
    film = page.locator("video")
    assert film.evaluate("film => film.networkState") in {0, 1}, "nothing is loaded before it is asked for"
    film.evaluate(
        """film => new Promise((played, failed) => {
            film.addEventListener("timeupdate", () => film.currentTime > 0.3 && played());
            film.muted = true;
            film.play().catch(failed);
        })"""
    )
    showing = film.evaluate("film => [...film.textTracks].filter(t => t.mode === 'showing').map(t => t.language)")
    assert showing == [urlsplit(page.url).path.split("/")[1]]
    film.evaluate("film => film.pause()")


def find_a_course_in_iasi(page: Page, code: str) -> None:
    page.goto(f"/{code}/")
    page.locator("main a[href$='/courses/?kind=romanian']").click()
    page.locator("[name=county]").select_option("IS")
    page.locator("form.finder [type=submit]").click()
    expect(page).to_have_url(re.compile(r"county=IS"))
    page.locator("main a[href*='/enrol/']").first.click()
    expect(page).to_have_url(re.compile(rf"/{code}/enrol/\d+/"))


def fits_the_screen(page: Page) -> None:
    page.wait_for_load_state()  # an address is there before the styles are
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("code", PEOPLE)
def test_from_the_first_page_to_a_place_in_the_course(
    new_page: Callable[..., Page], axe: Callable[[Page], None], code: str
) -> None:
    name, address = PEOPLE[code]
    reader = new_page(viewport=PHONE, locale=code, is_mobile=True, has_touch=True)
    reader.goto("/")
    expect(reader).to_have_url(re.compile(rf"/{code}/$"))
    expect(reader.locator("html")).to_have_attribute("dir", languages.get_language(code).direction)
    watch_the_film(reader)
    find_a_course_in_iasi(reader, code)
    fits_the_screen(reader)
    axe(reader)

    # Sent with mistakes first: the summary takes the focus, and what was typed stays.
    reader.locator("#id_name").fill(name)
    reader.locator("#id_phone").fill("abc")
    reader.locator("form.form [type=submit]").click()
    summary = reader.locator("[role=alert]")
    expect(summary).to_be_focused()
    expect(reader.locator("#id_name")).to_have_value(name)
    expect(reader.locator("#id_phone")).to_have_attribute("aria-invalid", "true")
    axe(reader)
    reader.locator("#id_phone").fill("0720 000 077")
    reader.locator("#id_email").fill(address)
    reader.locator("#id_consent").check()
    reader.locator("form.form [type=submit]").click()
    expect(reader).to_have_url(re.compile(rf"/{code}/enrol/received/"))
    enrolment = Enrolment.objects.get(person__name=name)
    expect(reader.locator("main")).to_contain_text(format_reference(enrolment.reference))
    axe(reader)
    fits_the_screen(reader)

    # Staff of another centre don't see it; staff of the right one offer a place.
    stranger = new_page()
    sign_in(stranger, "staff-bucuresti")
    answer = stranger.goto(f"/admin/inbox/{enrolment.pk}/")
    assert answer and answer.status == 404
    staff = new_page()
    sign_in(staff, "staff-iasi")
    staff.goto("/admin/inbox/")
    staff.locator("tr", has_text=name).locator("a").first.click()
    expect(staff).to_have_url(re.compile(rf"/admin/inbox/{enrolment.pk}/"))
    for verb in ("claim", "offer"):
        staff.locator(f"form#{verb} [type=submit]").click()
        expect(staff.locator(".messages, [data-messages]").first).to_be_visible()
    enrolment.refresh_from_db()
    assert enrolment.state == State.OFFERED

    # The worker sends the answer, in the person's language, with a link to say yes.
    mail.outbox.clear()
    call_command("run_worker", once=True)
    message = Message.objects.get(template="offer", about=enrolment.about_key)
    assert (message.language, message.state, message.recipient) == (code, Message.State.SENT, address)
    sent = next(letter for letter in mail.outbox if letter.to == [address] and letter.subject == message.subject)
    link = re.search(rf"https?://\S+/{code}/status/\S+", str(sent.body))
    assert link
    reader.goto(link.group())
    axe(reader)
    fits_the_screen(reader)
    reader.locator("button[name=verb][value=confirm]").click()
    expect(reader).to_have_url(re.compile(r"done=confirm"))
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.place is not None) == (State.CONFIRMED, True)
    axe(reader)


def test_without_javascript_the_way_is_the_same(new_page: Callable[..., Page]) -> None:
    reader = new_page(viewport=PHONE, locale="ur", java_script_enabled=False)
    reader.goto("/")
    find_a_course_in_iasi(reader, "ur")
    reader.locator("form.form [type=submit]").click()
    expect(reader.locator("[role=alert]")).to_be_visible()
    reader.locator("#id_name").fill("نور")
    reader.locator("#id_phone").fill("0720 000 078")
    reader.locator("#id_consent").check()
    reader.locator("form.form [type=submit]").click()
    expect(reader).to_have_url(re.compile(r"/ur/enrol/received/"))
    assert Enrolment.objects.filter(person__name="نور").count() == 1
