"""Pages that the web server gives while the portal is away: whole in one file each, in the reader's language.

``<code>.html`` for each language, and ``index.html`` with all of them, for addresses that stand under no language.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal import languages
from portal.errors import EMERGENCY
from portal.static_files import lean

MOST_BYTES = 10 * 1024


def write_pages(folder: Path) -> list[Path]:
    """Write the pages into a folder, which is made if need be, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [_write(folder / f"{language.code}.html", [language]) for language in languages.LANGUAGES]
    return [*written, _write(folder / "index.html", languages.LANGUAGES)]


def _write(path: Path, shown: tuple[languages.Language, ...] | list[languages.Language]) -> Path:
    context = {
        "language": shown[0],
        "is_whole": len(shown) > 1,
        "parts": [_part(language) for language in shown],
        "style": lean((Path(settings.BASE_DIR) / "static/css/maintenance.css").read_text(encoding="utf-8")),
        "emergency": EMERGENCY,
        "others": [(other, f"/{other.code}/") for other in languages.LANGUAGES],
    }
    html = render_to_string("found/maintenance.html", context)
    path.write_text("\n".join(line.strip() for line in html.splitlines() if line.strip()) + "\n", encoding="utf-8")
    return path


def _part(language: languages.Language) -> dict[str, object]:
    with translation.override(language.code):
        return {
            "language": language,
            "title": _("We are back in a moment"),
            "text": _("The portal is being started or mended. Please try again in a minute."),
            "again": _("Try again"),
            "help": _("Ambulance, fire, police"),
        }
