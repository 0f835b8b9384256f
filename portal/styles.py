"""The styles of a page, inside it: only those of the components that it shows.

A style sheet of its own would cost a phone on a slow network one more journey before anything is seen. So each page
carries what it needs between ``<style>`` and ``</style>``, and its Content-Security-Policy names the hash of that.

``static/css/ground/`` and ``frame/`` are on every page. A file of ``static/css/components/`` is on the pages whose HTML
has one of the classes that its rules begin with. What a script adds later is announced by ``data-styles="note code"``.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http.response import HttpResponseBase

from portal.static_files import address, lean

FOLDER = settings.BASE_DIR / "static" / "css"
ALWAYS = ("ground/tokens", "ground/scripts", "ground/base", "ground/prose", "frame/*")
"""What every page has, in this order: what a language changes comes after what it changes."""
SOMETIMES = "components"
PLACE = b"<!-- styles -->"
"""Where ``base.html`` has its styles put; a page without it gets none."""

_SELECTORS = re.compile(r"(?:^|[{}])([^{}@]+)(?={)")
_NOT_ITS_OWN = re.compile(r":(?:has|not)\([^)]*\)|\[[^\]]*\]")
_CLASS = re.compile(r"\.(-?[a-zA-Z][\w-]*)")
_SHOWN = re.compile(rb"\s(?:class|data-styles)=(?:\"([^\"]*)\"|'([^']*)')")
_STATIC_FILE = re.compile(r"url\(\"?static:([^)\"]+)\"?\)")


@dataclass(frozen=True)
class Component:
    """The styles of one file, and the classes that ask for them."""

    name: str
    css: str
    classes: frozenset[bytes]


def first_classes(css: str) -> frozenset[bytes]:
    """Return the class that each selector of a lean style sheet begins with: what its rules are about."""
    found = set()
    for selectors in _SELECTORS.findall(css):
        for selector in _NOT_ITS_OWN.sub("", selectors).split(","):
            if names := _CLASS.findall(selector):
                found.add(names[0].encode())
    return frozenset(found)


def styles_for(html: bytes) -> str:
    """Return the styles that a page of this HTML needs."""
    shown = {name for groups in _SHOWN.findall(html) for part in groups for name in part.split()}
    always, components = _sheets()
    return always + "".join(component.css for component in components if component.classes & shown)


def dress(response: HttpResponseBase) -> None:
    """Put the styles of a page into it, and allow just these."""
    html: bytes = getattr(response, "content", b"")
    if PLACE not in html or not response.get("Content-Type", "").startswith("text/html"):
        return
    styles = styles_for(html).encode()
    response.content = html.replace(PLACE, b"<style>%b</style>" % styles, 1)  # type: ignore[attr-defined]
    digest = base64.b64encode(hashlib.sha256(styles).digest()).decode()
    allowed = getattr(response, "_csp_update", None) or {}
    response._csp_update = {**allowed, "style-src": [f"'sha256-{digest}'"]}  # type: ignore[attr-defined]


def _sheets() -> tuple[str, list[Component]]:
    """Return the styles of every page, and the components; while somebody works on them, anew each time."""
    return _read.__wrapped__() if settings.DEBUG else _read()


@cache
def _read() -> tuple[str, list[Component]]:
    always = "".join(_lean_file(path) for name in ALWAYS for path in sorted(FOLDER.glob(f"{name}.css")))
    return always, [read_component(path) for path in sorted((FOLDER / SOMETIMES).glob("*.css"))]


def read_component(path: Path) -> Component:
    """Return a component's styles. Raises ``ValueError`` where no class would ever ask for them."""
    css = _lean_file(path)
    classes = first_classes(css)
    if not classes:
        raise ValueError(f"{path.name}: no rule begins with a class, so that no page would get them.")
    return Component(path.stem, css, classes)


def _lean_file(path: Path) -> str:
    return _STATIC_FILE.sub(lambda match: f'url("{address(match.group(1))}")', lean(path.read_text()))
