"""PDF files: the same every time, nothing from a network, and a plain word where they can't be made."""

from __future__ import annotations

import builtins
import logging
from pathlib import Path
from typing import Any

import pytest

from portal.pdf import PdfUnavailable, render_pdf

PAGE = """{% load static %}<html lang="{{ LANGUAGE_CODE }}"><head><link rel="stylesheet" href="{{ sheet }}"></head>
<body><p>{{ name }}</p></body></html>"""


@pytest.fixture
def page(settings: Any, tmp_path: Path) -> str:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}]
    return "page.html"


def test_the_same_template_gives_the_same_file(page: str) -> None:
    context = {"name": "أمل सुनिता නිමල් তারা", "sheet": "static:css/pdf_paper.css"}
    first = render_pdf(page, context, language="ar")
    assert first.startswith(b"%PDF-")
    assert first == render_pdf(page, context, language="ar")


@pytest.mark.parametrize("sheet", ["https://elsewhere.example/a.css", "file:///etc/hostname", "static:../manage.py"])
def test_nothing_but_static_files_is_fetched(page: str, sheet: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        render_pdf(page, {"name": "Amina", "sheet": sheet}, language="ro")
    assert "Failed to load stylesheet" in caplog.text


def test_without_pango_staff_read_what_to_do_and_the_operator_what_to_install(
    page: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = builtins.__import__

    def without_pango(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with caplog.at_level(logging.WARNING), pytest.raises(PdfUnavailable, match=r"."):
        render_pdf(page, {"name": "Amina", "sheet": ""}, language="ro")
    assert "libpango-1.0-0" in caplog.text
    assert "fonts-noto-core" in caplog.text
