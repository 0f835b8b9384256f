"""Certificates as PDF: one sheet of A4 for each, in Romanian and in the learner's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import segno
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from courses.certificates.models import Certificate
from portal import languages
from portal.pdf import STATIC_SCHEME, render_pdf

STYLESHEET = f"{STATIC_SCHEME}css/certificate.css"
LONG, VERY_LONG = 24, 44
"""From so many letters on a name, or half as many more a title, is printed smaller."""


@dataclass(frozen=True)
class Sheet:
    """What one page shows."""

    certificate: Certificate

    @property
    def own_language(self) -> languages.Language | None:
        """The language beside Romanian, ``None`` for who reads Romanian."""
        code = self.certificate.language
        return None if code == languages.SOURCE_CODE else languages.get_language(code)

    @property
    def address(self) -> str:
        """Where the certificate is checked. In Romanian: whoever asks for the paper reads it."""
        return address_of(self.certificate)

    @property
    def qr_code(self) -> SafeString:
        """The address as a QR code (ISO/IEC 18004): an SVG without scripts; a quarter of it may be soiled."""
        code = segno.make(self.address, error="q", micro=False)
        return mark_safe(code.svg_inline(border=0, omitsize=True, dark="#1d2b2f"))  # noqa: S308 - drawn by segno

    @property
    def name_size(self) -> str:
        """How long the longer of the two names is."""
        return _size(max(len(self.certificate.name), len(self.certificate.latin_name)), LONG, VERY_LONG)

    @property
    def title_size(self) -> str:
        """How long the longer of the two titles is."""
        longest = max(len(self.certificate.course_title), len(self.certificate.course_title_own))
        return _size(longest, LONG * 3 // 2, VERY_LONG * 3 // 2)


def address_of(certificate: Certificate) -> str:
    """Return the whole address of a certificate's public page, in Romanian."""
    with translation.override(languages.SOURCE_CODE):
        return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('certificate', args=[certificate.code_in_groups])}"


def pdf_of(certificates: Iterable[Certificate]) -> bytes:
    """Return certificates as a PDF, a page each; their ``organisation`` must be at hand.

    The same certificates give the same bytes on the same machine. Raises :class:`portal.pdf.PdfUnavailable`.
    """
    sheets = [Sheet(certificate) for certificate in certificates]
    context = {"sheets": sheets, "stylesheet": STYLESHEET}
    return render_pdf("certificates/pdf.html", context, language=languages.SOURCE_CODE)


def pdf_response(certificates: Iterable[Certificate], name: str) -> HttpResponse:
    """Return certificates as a file to download, kept by nobody on the way. Raises ``PdfUnavailable``."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf_of(certificates), content_type="application/pdf", headers=headers)


def _size(length: int, long: int, very_long: int) -> str:
    if length >= very_long:
        return "very-long"
    return "long" if length >= long else "usual"
