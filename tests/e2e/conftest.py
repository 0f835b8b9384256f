"""A real browser against a real server with the demo's content.

The browser reaches this machine only. A test fails when its page asks anybody else for anything, when a script
breaks, or when the Content-Security-Policy stops something.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site
from wagtail.users.models import UserProfile

from tests import browser as browsers

# Playwright's synchronous API keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
TIMEOUT_MS = 60_000
"""Two cores are shared with the server and another browser."""

expect.set_options(timeout=TIMEOUT_MS)

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()
RUN_AXE = """async ([without, options]) => {
    const found = await axe.run(without.length ? {exclude: without.map((each) => [each])} : document, options);
    return found.violations.map(({id, help, nodes}) => ({id, help, nodes: nodes.map(({html}) => ({html}))}));
}"""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers: one for each process."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser of this process, without a window."""
    executable = browsers.find()
    if executable is None:
        pytest.fail(browsers.MISSING, pytrace=False)
    started = playwright.chromium.launch(executable_path=str(executable), args=FLAGS)
    yield started
    started.close()


@pytest.fixture
def portal(demo: None, live_server: LiveServer, settings: Any) -> str:
    """The address of a server with the demo's content; links in messages lead to it."""
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    address = urlsplit(live_server.url)
    Site.objects.update(hostname=address.hostname, port=address.port)
    return live_server.url


@pytest.fixture
def new_page(browser: Browser, portal: str) -> Iterator[Callable[..., Page]]:
    """``new_page(viewport=PHONE, locale="ar", color_scheme="dark", java_script_enabled=False)``: a new visitor.

    Addresses may be relative: ``page.goto("/ar/")``. The options are those of Playwright's ``new_context``.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(**options: Any) -> Page:
        # Without the service worker, whose requests a test can't stand in for: tests/e2e/test_offline.py has it.
        options = {"viewport": DESKTOP, "locale": "en", "base_url": portal, "service_workers": "block"} | options
        context = browser.new_context(**options)
        context.set_default_timeout(TIMEOUT_MS)
        context.on("request", lambda request: complaints.extend(_foreign(request, portal)))
        context.on("weberror", lambda error: complaints.append(f"a script broke: {error.error}"))
        context.on("console", lambda message: complaints.extend(_policy(message)))
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def broken_urls(settings: Any) -> None:
    """The server also has addresses that fail (``tests/broken_urls.py``)."""
    settings.ROOT_URLCONF = "tests.broken_urls"


@pytest.fixture
def at_desk(new_page: Callable[..., Page], portal: str) -> Callable[..., Page]:
    """``at_desk("staff-iasi", language="ar", viewport=PHONE)``: a browser in which this account has signed in.

    ``language`` is the admin's. Wagtail's theme is the browser's: ``color_scheme="dark"``.
    """

    def sign_in(account: str, *, language: str = "en", **options: Any) -> Page:
        user = get_user_model().objects.get(username=account)
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page = new_page(**options)
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": portal}])
        return page

    return sign_in


@pytest.fixture
def desktop(new_page: Callable[..., Page]) -> Page:
    """A visitor at a desk who reads English."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A visitor with a small phone who reads English."""
    return new_page(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)


@pytest.fixture
def axe() -> Callable[..., None]:
    """``axe(page)`` fails when the page has an accessibility violation, and says which element has it.

    ``without`` are selectors of what is not ours and is left out; ``rules`` are the only ones to ask for.
    """

    def check(page: Page, without: Sequence[str] = (), rules: Sequence[str] = ()) -> None:
        if not page.evaluate("typeof window.axe === 'object'"):
            page.evaluate(AXE.axe_script)
        asked: Any = {"type": "rule", "values": list(rules)} if rules else AXE_RULES
        violations = page.evaluate(RUN_AXE, [list(without), {"resultTypes": ["violations"], "runOnly": asked}])
        found = [
            f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
            for violation in violations
            for node in violation["nodes"]
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


def _foreign(request: Request, portal: str) -> list[str]:
    """A complaint when a request leaves the portal."""
    if request.url.startswith((portal, "data:", "blob:", "about:")):
        return []
    return [f"asked a third party: {request.url}"]


def _policy(message: ConsoleMessage) -> list[str]:
    """A complaint when the browser says that the policy stopped something."""
    return [message.text] if "Content Security Policy" in message.text else []
