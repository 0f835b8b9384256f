"""The manifest: what a phone needs to put the portal among its apps, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _

from portal.context import navigation
from portal.languages import Language

NAME = "Bun venit"
PAPER, TEAL = "#fdf9f2", "#0f5c5c"
"""As ``--paper`` and ``--teal`` of the styles: behind the name while the portal opens, and around its pages."""
SHORTCUTS = ("courses", "centres", "help")
"""Pages that a long press on the icon leads to, by slug."""
ICONS = (
    ("icons/app/icon-192.png", "192x192", "image/png", "any"),
    ("icons/app/icon-512.png", "512x512", "image/png", "any"),
    ("icons/app/maskable-512.png", "512x512", "image/png", "maskable"),
    ("icons/favicon.svg", "any", "image/svg+xml", "any"),
)


def manifest(language: Language) -> dict[str, Any]:
    """Return the manifest in a language. One query, for the titles of the shortcuts."""
    titles = {entry["slug"]: entry for entry in navigation(language.code)}
    return {
        # The same app in every language: who installs it again in another one doesn't get it twice.
        "id": "/",
        "name": NAME,
        "short_name": NAME,
        "description": _("Courses, guides and help for people who have come to Romania"),
        "lang": language.code,
        "dir": language.direction,
        "scope": "/",
        "start_url": f"/{language.code}/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": TEAL,
        "icons": [
            {"src": static(path), "sizes": sizes, "type": kind, "purpose": purpose}
            for path, sizes, kind, purpose in ICONS
        ],
        "shortcuts": [
            {"name": titles[slug]["title"], "url": titles[slug]["url"]} for slug in SHORTCUTS if slug in titles
        ],
    }
