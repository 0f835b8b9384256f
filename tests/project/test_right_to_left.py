"""Numbers in groups keep their order in right-to-left sentences: without an isolate the last group is read first."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from portal import languages
from portal.catalogues.files import catalogue_codes, read

ISOLATED = re.compile("\u2066[^\u2066\u2069]*\u2069")
GROUPS = re.compile(r"\d+ \d+")
RIGHT_TO_LEFT = [code for code in catalogue_codes() if languages.get_language(code).rtl]


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
def test_numbers_in_groups_are_isolated(code: str) -> None:
    entries = read(settings.BASE_DIR, code)
    texts = [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert any(GROUPS.search(text) for text in texts), "the example of a phone number is gone: so is this test's reason"
    assert not [text for text in texts if GROUPS.search(ISOLATED.sub("", text))]
