"""All pictures on one page, to look through: ``.local/pictures/index.html``."""

from __future__ import annotations

from collections import defaultdict
from html import escape

from tests.pictures.taking import FOLDER

HEAD = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Pictures</title>
<style>
body { font: 16px system-ui; margin: 1rem; background: #ddd }
div { display: flex; gap: .5rem; align-items: flex-start; overflow-x: auto }
figure { margin: 0; flex: none } figcaption { font-size: .8rem }
img { block-size: 420px; inline-size: auto; object-fit: cover; object-position: top; max-inline-size: 420px }
</style><h1>Pictures</h1>
"""


def write_sheet() -> None:
    """Write the page of all pictures that were taken, one row an address and a device."""
    rows = defaultdict(list)
    for path in sorted(FOLDER.glob("*.png")):
        address, code, device, scheme = path.stem.rsplit("-", 3)
        rows[address, device].append((code, scheme, path.name))
    parts = [HEAD]
    for (address, device), pictures in rows.items():
        parts.append(f"<h2>{escape(address)}, {device}</h2><div>")
        parts += [
            f'<figure><a href="{name}"><img loading="lazy" src="{name}" alt=""></a>'
            f"<figcaption>{code}, {scheme}</figcaption></figure>"
            for code, scheme, name in pictures
        ]
        parts.append("</div>")
    (FOLDER / "index.html").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    write_sheet()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures: {FOLDER / 'index.html'}")
