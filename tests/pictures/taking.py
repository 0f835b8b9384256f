"""Taking pictures that are the same every time: one day, one address, one set of fonts, nothing that moves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright

from tests import browser as browsers
from tests.databases import LOCAL_DIR

FOLDER = LOCAL_DIR / "pictures"
HOST = "bunvenit.localhost"
"""What the pages take for their address: the server's port is another one each time, and it is in the QR codes."""
FONTS = Path(__file__).parent / "fonts.conf"
TALLEST = 6000
"""Pixels: a picture of the phrasebook needn't be longer."""

SETTLE = """async () => {
    for (const image of document.images) image.loading = "eager";
    const shown = [...document.images].filter((each) => each.checkVisibility());
    await Promise.all(shown.map((each) => each.decode().catch(() => {})));
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


@contextmanager
def camera(playwright: Playwright, server: str, flags: list[str]) -> Iterator[Browser]:
    """Run a browser that knows the server as ``HOST``, and no fonts but those of the pictures."""
    where = urlsplit(server).netloc
    rules = f"--host-resolver-rules=MAP {HOST}:80 {where}, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
    flags = [flag for flag in flags if "host-resolver-rules" not in flag]
    flags += [rules, "--force-color-profile=srgb", "--disable-lcd-text", "--hide-scrollbars"]
    browser = playwright.chromium.launch(
        executable_path=str(browsers.find()), args=flags, env={**os.environ, "FONTCONFIG_FILE": str(FONTS)}
    )
    yield browser
    browser.close()


def take(page: Page, path: Path, *, height: int = TALLEST) -> None:
    """Take a picture of the page that is shown, from its top."""
    page.evaluate(SETTLE)
    size = page.viewport_size
    assert size
    whole = page.evaluate("Math.max(document.documentElement.scrollHeight, innerHeight)")
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(whole, height)}
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True, clip=clip, animations="disabled", caret="hide")  # type: ignore[arg-type]
