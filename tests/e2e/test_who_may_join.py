"""A status that doesn't fit, in a browser: explained, then sent all the same; with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site

from courses.enrolment.models import Enrolment
from tests.e2e.conftest import PHONE
from tests.factories import ProjectFactory, RunFactory


@pytest.fixture
def portal(live_server: LiveServer) -> str:
    """The address of a server without the demo's content: two groups are enough."""
    address = urlsplit(live_server.url)
    Site.objects.update(hostname=address.hostname, port=address.port)
    return live_server.url


@pytest.mark.parametrize("with_scripts", [True, False])
def test_what_does_not_fit_is_explained_and_can_be_sent_all_the_same(
    new_page: Callable[..., Page], axe: Callable[[Page], None], with_scripts: bool
) -> None:
    run = RunFactory(project=ProjectFactory(eligible_statuses=["refugee"]))
    other = RunFactory(course=run.course)
    page = new_page(viewport=PHONE, locale="ar", java_script_enabled=with_scripts)
    page.goto(f"/ar/enrol/{run.pk}/")
    page.locator("#id_name").fill("آمنة")
    page.locator("#id_phone").fill("0720 000 055")
    page.locator("#id_status").select_option("eu_citizen")
    page.locator("#id_consent").check()
    page.locator("form.form > p > [type=submit]").click()

    note = page.locator("[role=alert]")
    expect(note).to_be_visible()
    if with_scripts:
        expect(note).to_be_focused()
        axe(page)
    page.wait_for_load_state()
    assert page.locator("html").evaluate("page => page.scrollWidth") <= PHONE["width"]
    expect(page.locator("#id_name")).to_have_value("آمنة")
    expect(note.locator("a").first).to_have_attribute("href", f"/ar/enrol/{other.pk}/")
    assert not Enrolment.objects.filter(person__name="آمنة").exists()

    note.locator("[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/ar/enrol/received/"))
    assert Enrolment.objects.get(person__name="آمنة").status_then == "eu_citizen"
