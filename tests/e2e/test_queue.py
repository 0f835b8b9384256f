"""The queue by keyboard: what a colleague does all day without a mouse, while typing stays typing."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from courses.enrolment.models import Enrolment
from courses.enrolment.states import State

NewPage = Callable[..., Page]


def sign_in(page: Page, portal: str, *, language: str = "ro") -> None:
    user = get_user_model().objects.get(email="staff-iasi@demo.example")
    UserProfile.objects.filter(user=user).update(preferred_language=language)
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": portal}])


def test_by_keyboard_from_row_to_row_to_the_note(new_page: NewPage, portal: str) -> None:
    page = new_page()
    sign_in(page, portal)
    page.goto("/admin/inbox/?section=all")
    links = page.locator("[data-queue-link]")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(links.nth(2)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("/")
    search = page.get_by_role("textbox", name="Termen de căutare").or_(page.locator("[data-search-form] [name=q]"))
    expect(search.first).to_be_focused()
    page.keyboard.type("jkcon")
    expect(search.first).to_have_value("jkcon")
    page.goto("/admin/inbox/?section=all")
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.wait_for_url("**/admin/inbox/*/?queue=*#note")


def test_claiming_by_keyboard_is_a_post_that_leads_to_the_enrolment(new_page: NewPage, portal: str) -> None:
    page = new_page()
    sign_in(page, portal)
    page.goto("/admin/inbox/?section=new")
    row = page.locator("[data-queue-claim]").first
    pk = int(row.get_attribute("data-queue-row") or 0)
    row.locator("[data-queue-link]").focus()
    page.keyboard.press("c")
    page.wait_for_url(f"**/admin/inbox/{pk}/**")
    enrolment = Enrolment.objects.get(pk=pk)
    assert (enrolment.state, enrolment.assignee.email) == (State.IN_REVIEW, "staff-iasi@demo.example")


def test_the_keys_are_in_wagtails_own_dialog(new_page: NewPage, portal: str) -> None:
    page = new_page()
    sign_in(page, portal)
    page.goto("/admin/inbox/")
    page.locator(".queue-bar__keys").click()
    dialog = page.locator("#keyboard-shortcuts-dialog")
    expect(dialog.locator("kbd", has_text="j").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog.locator("kbd", has_text="j").first).to_be_hidden()
    page.keyboard.press("?")
    expect(dialog.locator("kbd", has_text="j").first).to_be_visible()


def test_filters_stay_in_the_tab_and_without_javascript_all_is_there(new_page: NewPage, portal: str) -> None:
    page = new_page()
    sign_in(page, portal)
    page.goto("/admin/inbox/?section=waiting&columns=phone")
    page.locator("[data-search-form] [name=q]").fill("zzzz")
    expect(page).to_have_url(re.compile("q=zzzz"))
    assert parse_qs(urlsplit(page.url).query) == {"q": ["zzzz"], "section": ["waiting"], "columns": ["phone"]}
    expect(page.locator("[data-queue-row]")).to_have_count(0)
    plain = new_page(java_script_enabled=False)
    sign_in(plain, portal)
    plain.goto("/admin/inbox/")
    plain.locator(".queue-tabs__tab").nth(1).click()
    expect(plain.locator(".queue-tabs__tab[aria-current]")).to_have_attribute("href", "/admin/inbox/?section=new")
    plain.locator(".queue-columns summary").click()
    plain.locator(".queue-columns [value=phone]").check()
    plain.locator(".queue-columns button").click()
    expect(plain.locator("th", has_text="Telefon").or_(plain.locator("td.inbox-list__phone")).first).to_be_visible()


@pytest.mark.parametrize("language", ["ro", "ar"])
def test_a_screen_reader_meets_no_obstacle(
    new_page: NewPage, portal: str, axe: Callable[[Page], None], language: str
) -> None:
    page = new_page()
    sign_in(page, portal, language=language)
    for query in ("", "section=soon", "section=all&language=uk", "q=zzzz", "columns=phone&columns=due"):
        page.goto(f"/admin/inbox/?{query}")
        page.locator(".queue-columns summary").click()
        axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/admin/inbox/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/admin/inbox/views/add/?query=section%3Dnew")
    axe(page)
