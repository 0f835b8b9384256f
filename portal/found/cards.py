"""The picture that goes along when a page's address is shared: its title in the portal's colours.

WeasyPrint lays it out, because pango shapes every script and mixes directions as browsers do; PDFium makes pixels of
it. Only titles of live pages are drawn, each once: a picture is kept under a name that says what is on it. Where
nothing can be drawn (pango or the fonts are missing) the same picture without a title is given.
"""

from __future__ import annotations

import hashlib
import io
import logging
import threading
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from portal.context import public_path
from portal.languages import Language
from portal.pages import BasePage
from portal.pdf import STATIC_SCHEME, PdfUnavailable, render_pdf
from portal.serving import find_page

logger = logging.getLogger(__name__)

WIDTH, HEIGHT = 1200, 630
LONGEST = 110
"""Characters of a title; what is longer is cut between words."""
SIZES = ((24, "short"), (48, "middle"), (80, "long"), (LONGEST + 1, "longest"))
"""Up to how many characters a title is written in which size of ``static/css/card.css``."""
COLOURS = 64
"""A palette is a third of the bytes, and the drawing has a dozen colours."""
PIXELS_A_POINT = 96 / 72
KEPT_SECONDS = 24 * 3600
FOLDER = "cards"
DRAWN_FROM = ("css/card.css", "cards/street.svg", "icons/mark.svg", "icons/stitch.svg")

_one_at_a_time = threading.Lock()
"""PDFium isn't made for threads."""


def card_path(page: BasePage) -> str:
    """Return the address of a page's picture. It changes with what is on it: others keep pictures for weeks."""
    code = page.language.code
    rest = public_path(page.url_path, code).removeprefix(f"/{code}/")
    return f"/{code}/card/{rest}picture.png?v={fingerprint(page.title, page.language)[:8]}"


@lru_cache(maxsize=4096)
def fingerprint(title: str, language: Language) -> str:
    """Return a short hash of what is on a picture."""
    return hashlib.sha256(f"{_design()}\x1f{language.code}\x1f{title}".encode()).hexdigest()[:24]


@lru_cache(maxsize=1)
def _design() -> str:
    """Return a hash of the drawing, so that a new one is drawn anew."""
    folder = Path(settings.BASE_DIR)
    files = [*(folder / "static" / name for name in DRAWN_FROM), folder / "templates/found/card.html"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _etag(request: HttpRequest, path: str) -> str | None:
    page = _page(request, path)
    return quote_etag(fingerprint(page.title, page.language)) if page else None


def _page(request: HttpRequest, path: str) -> BasePage | None:
    """Return the page that is asked for; found once a request."""
    kept: dict[str, BasePage | None] = request.__dict__.setdefault("_card_pages", {})
    if path not in kept:
        kept[path] = find_page(request, path, get_language() or "")
    return kept[path]


@require_safe
@condition(etag_func=_etag)
def card(request: HttpRequest, path: str) -> HttpResponse:
    """Return the picture of a live page, drawn at the first time. Raises ``Http404``."""
    page = _page(request, path)
    if page is None:
        raise Http404
    response = HttpResponse(_kept_picture(page), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def _kept_picture(page: BasePage) -> bytes:
    """Return the picture of a page from the disk, drawing it if need be; one is kept for each page."""
    folder = f"{FOLDER}/{page.pk}"
    name = f"{folder}/{fingerprint(page.title, page.language)}.png"
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            return bytes(file.read())
    try:
        picture = draw(page.title, page.language)
    except PdfUnavailable:
        return plain_picture()
    if default_storage.exists(folder):
        for old in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{old}")
    default_storage.save(name, ContentFile(picture))
    return picture


def draw(title: str, language: Language) -> bytes:
    """Return a title as a picture (PNG). Raises :class:`PdfUnavailable` where nothing can be drawn."""
    import pypdfium2  # here: five megabytes that most processes never need

    shown = shorten(title)
    size = next(name for most, name in SIZES if len(shown) <= most)
    context = {"title": shown, "language": language, "size": size, "files": STATIC_SCHEME}
    pdf = render_pdf("found/card.html", context, language=language.code)
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[0].render(scale=PIXELS_A_POINT).to_pil().convert("RGB")
        finally:
            document.close()
    drawn = io.BytesIO()
    picture.quantize(COLOURS).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def shorten(title: str) -> str:
    """Return a title as long as there is room for, cut between words."""
    title = " ".join(title.split())
    if len(title) <= LONGEST:
        return title
    return f"{title[:LONGEST].rsplit(' ', 1)[0].rstrip(' ,;:-–')}…"


def plain_picture() -> bytes:
    """Return the picture without a title, which comes with the code."""
    path = finders.find("cards/plain.png")
    assert isinstance(path, str)
    return Path(path).read_bytes()
