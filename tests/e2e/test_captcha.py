"""reCAPTCHA in a browser: a form is sent once with its token, and without one when Google can't be reached."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django_recaptcha import client
from playwright.sync_api import Browser, Page, Route, expect

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from portal import clock

GOOGLE = "https://www.google.com/recaptcha/"
SCRIPT = """
window.grecaptcha = {
  ready: (then) => then(),
  execute: (key, options) => Promise.resolve(`${key}-${options.action}-token`),
};
"""
COUNTING = """
let count = 0;
window.grecaptcha = { ready: (then) => then(), execute: () => Promise.resolve(`token-${(count += 1)}`) };
"""
NAME = "Bună Probă"


@pytest.fixture
def asked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The portal with keys, and a Google that trusts everybody; returns the tokens it was asked about."""
    tokens: list[str] = []
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["script-src"] = ["'self'", GOOGLE]
    settings.CONTENT_SECURITY_POLICY = policy
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    is_installed = apps.is_installed
    monkeypatch.setattr(apps, "is_installed", lambda name: name == "django_recaptcha" or is_installed(name))

    def submit(recaptcha_response: str, private_key: str, remoteip: str) -> client.RecaptchaResponse:
        tokens.append(recaptcha_response)
        return client.RecaptchaResponse(is_valid=True, extra_data={"score": 0.9}, action="enrol")

    monkeypatch.setattr(client, "submit", submit)
    return tokens


@pytest.fixture
def reader(browser: Browser, portal: str, asked: list[str]) -> Iterator[Page]:
    """A visitor whose page may ask Google, whom each test plays."""
    context = browser.new_context(base_url=portal, locale="en", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def fill_the_form(page: Page, answer: Callable[[Route], None]) -> None:
    """Fill in the form of an open run; ``answer`` plays Google."""
    page.route(f"{GOOGLE}**", answer)
    run = Run.objects.open_on(clock.today()).first()
    assert run is not None
    page.goto(f"/en/enrol/{run.pk}/")
    page.locator("#id_name").fill(NAME)
    page.locator("#id_phone").fill("0720 000 077")
    page.locator("#id_consent").check()


def send_the_form(page: Page, answer: Callable[[Route], None], *, press: str = "click") -> None:
    """Fill in the form, press the button and get the receipt."""
    fill_the_form(page, answer)
    button = page.locator("form.form [type=submit]")
    getattr(button, press)()
    expect(page).to_have_url(re.compile("/enrol/received/"))


def test_a_double_click_sends_the_form_once_with_its_token(reader: Page, asked: list[str]) -> None:
    send_the_form(reader, lambda route: route.fulfill(body=SCRIPT, content_type="text/javascript"), press="dblclick")
    assert asked == ["public-enrol-token"]
    assert Enrolment.objects.get(person__name=NAME).suspicion == ""


def test_where_google_is_blocked_the_form_is_sent_and_marked(reader: Page, asked: list[str]) -> None:
    send_the_form(reader, lambda route: route.abort())
    assert asked == []
    assert Enrolment.objects.get(person__name=NAME).suspicion == "unchecked"


def test_a_google_that_never_answers_is_not_waited_for(reader: Page, asked: list[str]) -> None:
    send_the_form(reader, lambda route: None)
    assert asked == []
    assert Enrolment.objects.get(person__name=NAME).suspicion == "unchecked"


def test_google_is_waited_for_two_seconds_at_most(reader: Page) -> None:
    reader.clock.install()
    fill_the_form(reader, lambda route: None)
    reader.clock.pause_at(reader.evaluate("Date.now() + 60000"))
    form = reader.locator("form.form")
    form.locator("[type=submit]").click()
    reader.clock.run_for(1_900)
    expect(form).to_have_attribute("aria-busy", "true")
    reader.clock.run_for(200)
    expect(reader).to_have_url(re.compile("/enrol/received/"))


def test_each_sending_has_a_token_of_its_own(reader: Page, asked: list[str]) -> None:
    fill_the_form(reader, lambda route: route.fulfill(body=COUNTING, content_type="text/javascript"))
    send = reader.locator("form.form [type=submit]")

    # With a mistake: the answer takes the form's place, and the new form is asked about too.
    reader.locator("#id_phone").fill("abc")
    send.click()
    expect(reader.locator("[role=alert]")).to_be_focused()
    reader.locator("#id_phone").fill("0720 000 077")

    # Without a network: the token of this try is lost with it.
    reader.context.set_offline(True)
    send.click()
    expect(reader.locator("[data-part=lost]")).to_be_visible()
    reader.context.set_offline(False)
    expect(reader).to_have_url(re.compile("/enrol/received/"))
    (token,) = asked
    assert int(token.removeprefix("token-")) >= 3
    assert Enrolment.objects.get(person__name=NAME).suspicion == ""
