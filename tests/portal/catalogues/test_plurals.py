"""Plural forms follow the CLDR, and the header means what it says."""

from __future__ import annotations

import gettext
from io import BytesIO
from pathlib import Path

import polib
import pytest
from babel import Locale

from portal import languages
from portal.catalogues.plurals import form_examples, plural_header


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("ro", ["one", "few", "other"]),
        ("uk", ["one", "few", "many"]),
        ("ru", ["one", "few", "many"]),
        ("ar", ["zero", "one", "two", "few", "many", "other"]),
        ("tr", ["one", "other"]),
        ("si", ["one", "other"]),
        ("fa", ["one", "other"]),
    ],
)
def test_forms(code: str, names: list[str]) -> None:
    assert [name for name, _numbers in form_examples(code)] == names


@pytest.mark.parametrize("code", languages.CODES)
def test_the_compiled_formula_picks_the_form_of_the_cldr(code: str, tmp_path: Path) -> None:
    forms = [name for name, _numbers in form_examples(code)]
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": plural_header(code)}
    catalogue.append(polib.POEntry(msgid="thing", msgid_plural="things", msgstr_plural=dict(enumerate(forms))))
    compiled = gettext.GNUTranslations(BytesIO(catalogue.to_binary()))
    rule = Locale.parse(code).plural_form
    for number in range(1200):
        assert compiled.ngettext("thing", "things", number) == rule(number), number
