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


def send_the_form(page: Page, answer: Callable[[Route], None], *, press: str = "click") -> None:
    """Fill in the form of an open run and press the button; ``answer`` plays Google."""
    page.route(f"{GOOGLE}**", answer)
    run = Run.objects.open_on(clock.today()).first()
    assert run is not None
    page.goto(f"/en/enrol/{run.pk}/")
    page.locator("#id_name").fill(NAME)
    page.locator("#id_phone").fill("0720 000 077")
    page.locator("#id_consent").check()
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
