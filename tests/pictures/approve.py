"""``make approve-pictures``: what was taken last is how it should be."""

from __future__ import annotations

import sys

from PIL import Image

from tests.pictures.chosen import CHOSEN
from tests.pictures.comparing import APPROVED, HEIGHTS, approved_path, keep
from tests.pictures.taking import FOLDER


def main() -> int:
    """Keep the chosen pictures of the last run, and drop those that aren't chosen any more."""
    missing = [picture.name for picture in CHOSEN if not (FOLDER / f"{picture.name}.png").exists()]
    if missing:
        print(f"Not taken yet: {', '.join(missing)}. `make pictures` takes them.")
        return 1
    names = {approved_path(picture.name) for picture in CHOSEN}
    for path in APPROVED.glob("*"):
        if path not in names:
            path.unlink()
    for picture in CHOSEN:
        with Image.open(FOLDER / f"{picture.name}.png") as taken:
            keep(
                taken.crop((0, 0, taken.width, min(taken.height, HEIGHTS[picture.device]))), approved_path(picture.name)
            )
    size = sum(path.stat().st_size for path in APPROVED.glob("*.webp"))
    print(f"{len(CHOSEN)} pictures are approved: {size / 1e6:.2f} MB in {APPROVED}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
