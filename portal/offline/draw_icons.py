"""Draw the app's icons anew from ``static/icons/favicon.svg``, for developers: the files are in the repository.

Run: ``python -m portal.offline.draw_icons`` (needs Chromium, and the packages of the tests).
"""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ICONS = Path(__file__).resolve().parent.parent.parent / "static" / "icons"
PAPER = "#fdf9f2"
DRAWN = {"icon-192": (192, 0.9, ""), "icon-512": (512, 0.9, ""), "maskable-512": (512, 0.62, PAPER)}
"""Name: pixels, the mark's share of them, background. A phone may cut a maskable icon down to a circle."""
COLOURS = 64


def main() -> None:
    """Draw each icon in a browser and reduce it to the few colours that it has."""
    mark = (ICONS / "favicon.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for name, (pixels, share, background) in DRAWN.items():
            page = browser.new_page(viewport={"width": pixels, "height": pixels})
            page.set_content(
                f"<style>body {{ margin: 0; display: grid; place-items: center; height: 100vh; "
                f"background: {background or 'transparent'} }} svg {{ width: {share:.0%} }}</style>{mark}"
            )
            drawn = Image.open(io.BytesIO(page.screenshot(omit_background=not background)))
            reduced = drawn.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
            reduced.save(ICONS / "app" / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
