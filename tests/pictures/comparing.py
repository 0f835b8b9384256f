"""Is a picture what was approved? Compared is what an eye sees: small squares, not the edges of letters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

APPROVED = Path(__file__).parent / "approved"
COLOURS = 96
HEIGHTS = {"phone": 1480, "desktop": 1280}
"""So much of a page is approved, from its top."""
SQUARE = 6
"""Pixels that are seen as one: letters that are drawn a little differently are the same."""
STEP = 36
"""By how much of 255 a square must differ to be another."""
ALLOWED = 0.01
"""The share of squares that may differ: a word, a figure, but no block that stands elsewhere."""
HOW = "Look at both and the difference in .local/pictures/diff/. If it is meant: make approve-pictures"


@dataclass(frozen=True)
class Difference:
    """The share of squares that differ, and a picture of where."""

    share: float
    image: Image.Image


def approved_path(name: str) -> Path:
    """Where the approved picture of this name is kept."""
    return APPROVED / f"{name}.webp"


def keep(picture: Image.Image, path: Path) -> None:
    """Store a picture small and without loss, but for colours that nobody can tell apart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.convert("RGB").save(path, "WEBP", lossless=True, quality=80, method=4)


def compare(one: Image.Image, other: Image.Image) -> Difference:
    """Return how much two pictures differ; where one is larger, the rest of it differs."""
    width, height = max(one.width, other.width), max(one.height, other.height)
    size = (max(1, width // SQUARE), max(1, height // SQUARE))
    small = [_on_canvas(picture, width, height).resize(size, Image.Resampling.BOX) for picture in (one, other)]
    bands = ImageChops.difference(*small).split()
    differs = bands[0]
    for band in bands[1:]:
        differs = ImageChops.lighter(differs, band)
    mask = differs.point(lambda value: 255 if value > STEP else 0)
    share = mask.histogram()[255] / (size[0] * size[1])
    red = Image.new("RGB", (width, height), "#e00")
    faded = Image.blend(_on_canvas(other, width, height), Image.new("RGB", (width, height), "white"), 0.6)
    return Difference(share, Image.composite(red, faded, mask.resize((width, height), Image.Resampling.NEAREST)))


def _on_canvas(picture: Image.Image, width: int, height: int) -> Image.Image:
    canvas = Image.new("RGB", (width, height), "#f0f")
    canvas.paste(picture.convert("RGB"), (0, 0))
    return canvas
