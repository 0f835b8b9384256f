"""Our style sheets travel without what only people read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from portal.static_files import LeanStaticFilesStorage

SHEETS = sorted((settings.BASE_DIR / "static" / "css").rglob("*.css"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_text_of_a_sheet_looks_like_a_comment(path: Path) -> None:
    texts = re.findall(r"\"[^\"\n]*\"|'[^'\n]*'|url\([^)\n]*\)", path.read_text())
    assert not [text for text in texts if "/*" in text or "*/" in text]


def test_only_our_own_sheets_are_touched(tmp_path: Path) -> None:
    storage: Any = LeanStaticFilesStorage(location=tmp_path)
    storage._save("css/ours.css", ContentFile(b"/* why */\na {\n  color: red;\n}\n"))
    storage._save("wagtailadmin/theirs.css", ContentFile(b"/* licence */\na {\n  color: red;\n}\n"))
    assert (tmp_path / "css/ours.css").read_text() == "a {color: red}"
    assert (tmp_path / "wagtailadmin/theirs.css").read_text() == "/* licence */\na {\n  color: red;\n}\n"
