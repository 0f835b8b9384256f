"""The pages of the web server's own, for when the portal is away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from portal import languages
from portal.found.maintenance import MOST_BYTES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    call_command("maintenance_pages", to=tmp_path / "pages", verbosity=0)
    return tmp_path / "pages"


def test_there_is_one_for_each_language_and_one_with_all(folder: Path) -> None:
    assert {path.stem for path in folder.iterdir()} == {*languages.CODES, "index"}
    whole = (folder / "index.html").read_text()
    assert re.findall(r'<section lang="(\w+)"', whole) == list(languages.CODES)
    for language in languages.LANGUAGES:
        html = (folder / f"{language.code}.html").read_text()
        assert f'<html lang="{language.code}" dir="{language.direction}">' in html
        assert html.count("<h1>") == 1
        assert 'href="tel:112"' in html


def test_they_need_nothing_else_and_are_small(folder: Path) -> None:
    for path in folder.iterdir():
        html = path.read_text()
        assert len(html.encode()) <= MOST_BYTES
        assert not re.findall(r'(?:src|srcset)=|<link|<script|url\(|href="(?!/|tel:|")', html)
