"""What is wrong with the layout of a page, and what isn't mirrored where reading goes from right to left."""

from __future__ import annotations

import functools
import re
import subprocess
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Page

MEASURE = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8")
TOLERANCE = 4
"""Pixels: letters of another script begin a little later in their boxes."""
ARROWS = ("arrow",)
"""Icons that point along the direction of reading, and so the other way in Arabic."""


@dataclass(frozen=True)
class Layout:
    """A page as it was laid out: how far boxes and first lines stand from the edges of what holds them.

    The first edge is where the reader begins to read. ``turned`` has each icon's drawing, and -1 where it is turned.
    """

    problems: list[str]
    boxes: dict[str, list[int]]
    lines: dict[str, int]
    turned: dict[str, tuple[str, int]]
    letters: str


def measure(page: Page) -> Layout:
    """Return the layout of the page that is shown."""
    return Layout(**page.evaluate(MEASURE))


def not_mirrored(page: Layout, mirrored: Layout) -> list[str]:
    """Return what stands on the same side in both of two languages, of which one is read from right to left.

    Of a box one edge has to be where it is in the other language: texts have other lengths.
    """
    found = [
        f"{path} stands {mirrored.boxes[path]} px from start and end of what holds it, not {box}"
        for path, box in page.boxes.items()
        if path in mirrored.boxes and not any(map(_is_near, box, mirrored.boxes[path]))
    ]
    found += [
        f"the text of {path} begins {mirrored.lines[path]} px from the start of its box, not {begin}"
        for path, begin in page.lines.items()
        if path in mirrored.lines and not _is_near(begin, mirrored.lines[path])
    ]
    arrows = _arrows()
    found += [
        f"the arrow {path} points where it points from left to right"
        for path, (drawing, sign) in page.turned.items()
        if drawing in arrows and path in mirrored.turned and list(mirrored.turned[path]) != [drawing, -sign]
    ]
    return found


def _is_near(one: int, other: int) -> bool:
    return abs(one - other) <= TOLERANCE


@functools.cache
def _arrows() -> set[str]:
    folder = settings.BASE_DIR / "static" / "icons"
    drawings = [(folder / f"{name}.svg").read_text(encoding="utf-8") for name in ARROWS]
    return {" ".join(re.findall(r'\sd="([^"]+)"', drawing)) for drawing in drawings}


def letters_without_font(letters: str) -> set[str]:
    """Return the letters that no font of this machine has: they would be drawn as empty boxes."""
    found = subprocess.run(["fc-list", ":", "charset"], capture_output=True, text=True, check=True)
    covered: set[int] = set()
    for line in set(found.stdout.splitlines()):
        for part in line.rpartition("=")[2].split():
            first, _dash, last = part.partition("-")
            covered.update(range(int(first, 16), int(last or first, 16) + 1))
    unseen = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    return {letter for letter in letters if ord(letter) not in covered and unicodedata.category(letter) not in unseen}


def explain(where: str, found: list[Any]) -> str:
    """Return the first of what was found, with the page."""
    more = f"\n  and {len(found) - 8} more" if len(found) > 8 else ""
    return f"{where}\n  " + "\n  ".join(map(str, found[:8])) + more
