"""The design page: what a component is, and how it looks in both directions."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from home.design.samples import sample_context
from portal import languages

BOTH = ("ro", "ar")
"""A language from left to right and one from right to left."""
COLOURS = (
    "paper", "sand", "card", "ink", "soft", "line", "edge", "teal", "teal-deep", "mint", "coral", "blush", "sun",
    "butter", "leaf", "focus",
)  # fmt: skip
SPECIMENS: dict[str, Promise] = {
    "colours": pgettext_lazy("staff", "Colours"),
    "type": pgettext_lazy("staff", "Type"),
    "buttons": pgettext_lazy("staff", "Buttons"),
    "badges": pgettext_lazy("staff", "Badges"),
    "doors": pgettext_lazy("staff", "Doors"),
    "situations": pgettext_lazy("staff", "Situations"),
    "groups": pgettext_lazy("staff", "A group: free, full, not open yet, cancelled"),
    "cards": pgettext_lazy("staff", "A page in a list"),
    "shelves": pgettext_lazy("staff", "Pages by topic"),
    "finding": pgettext_lazy("staff", "Finder and results"),
    "notes": pgettext_lazy("staff", "Notes"),
    "steps": pgettext_lazy("staff", "Steps and checklists"),
    "contents": pgettext_lazy("staff", "Contents, and parts for some readers"),
    "choices": pgettext_lazy("staff", "Choices"),
    "form": pgettext_lazy("staff", "Forms"),
    "panel": pgettext_lazy("staff", "Panel"),
    "hours": pgettext_lazy("staff", "Opening hours"),
    "events": pgettext_lazy("staff", "Events"),
    "project": pgettext_lazy("staff", "What funders ask for"),
    "trust": pgettext_lazy("staff", "The end of a text"),
    "centre": pgettext_lazy("staff", "A centre: open or not, in a list, on the map"),
    "status": pgettext_lazy("staff", "Status"),
    "film": pgettext_lazy("staff", "Film"),
    "promises": pgettext_lazy("staff", "Promises"),
    "phrases": pgettext_lazy("staff", "Phrasebook"),
    "learning": pgettext_lazy("staff", "Citizenship course"),
    "offline": pgettext_lazy("staff", "Without internet, and less data"),
}
"""A file of templates/design/specimens/ each, in the order of the page."""


class Specimen(NamedTuple):
    """A component, and how it looks in each of the two languages."""

    name: str
    title: Promise
    shown: list[tuple[languages.Language, SafeString]]


@require_safe
def design_page(request: HttpRequest) -> HttpResponse:
    """Show every component of the public pages in its states. For editors and developers; search engines stay out."""
    specimens = [Specimen(name, title, [_shown(name, code) for code in BOTH]) for name, title in SPECIMENS.items()]
    icons = sorted(path.stem for path in (settings.BASE_DIR / "static" / "icons").glob("*.svg"))
    context = {
        "title": pgettext("staff", "Design of the public pages"),
        "specimens": specimens,
        "icons": icons,
        "robots": "noindex",
    }
    return render(request, "design/page.html", context)


def _shown(name: str, code: str) -> tuple[languages.Language, SafeString]:
    with translation.override(code):
        context = sample_context(code) | {"colours": COLOURS} | _blocks()
        return languages.get_language(code), render_to_string(f"design/specimens/{name}.html", context)


def _blocks() -> dict[str, object]:
    """Return what blocks of text would hold, in the active language."""
    free = gettext("Courses and advice cost you nothing.")
    answered = gettext("A person reads every enrolment and answers it.")
    return {
        "notes": [{"kind": kind, "text": free} for kind in ("info", "warning", "cost", "deadline")],
        "steps": {"title": gettext("What happens next"), "steps": [{"title": free, "text": answered}] * 2},
        "checks": {"title": gettext("Good to know"), "items": [free, answered]},
    }
