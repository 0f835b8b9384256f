"""PDF files from templates, by WeasyPrint; it needs pango, which comes from the operating system's packages."""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import pgettext_lazy

logger = logging.getLogger(__name__)

APT_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-core")
"""What Debian and Ubuntu call what is needed; the fonts have the letters of all languages."""
STATIC_SCHEME = "static:"
"""Templates name style sheets and pictures as ``static:css/…``: nothing is ever fetched from a network."""


class PdfUnavailable(Exception):
    """No PDF can be made on this machine; the message says to staff what to do."""


def render_pdf(template: str, context: Mapping[str, Any], *, language: str) -> bytes:
    """Return a template as a PDF file, with its labels in a language.

    Raises :class:`PdfUnavailable` where pango is missing. The same input gives the same pages.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as error:  # the library is there, but not what it draws letters with
        logger.warning("No PDF: %s. Install %s.", str(error).splitlines()[0], " ".join(APT_PACKAGES))
        raise PdfUnavailable(
            pgettext_lazy(
                "staff",
                "This server can't make PDF files yet. Please print the page, and tell who looks after the server.",
            )
        ) from error

    class StaticFiles(URLFetcher):
        """Gives static files, and refuses everything else."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            """Return a static file. Raises ``ValueError`` for what is none."""
            path = finders.find(url.removeprefix(STATIC_SCHEME)) if url.startswith(STATIC_SCHEME) else None
            if path is None:
                raise ValueError(f"a PDF may only name static files, not {url}")
            kind = mimetypes.guess_type(str(path))[0] or "application/octet-stream"
            return URLFetcherResponse(url, Path(str(path)).read_bytes(), {"Content-Type": kind})

    with translation.override(language):
        html = render_to_string(template, {**context, "LANGUAGE_CODE": language})
    pdf: bytes = HTML(string=html, url_fetcher=StaticFiles()).write_pdf()
    return pdf
