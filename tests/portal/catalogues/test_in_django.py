"""Django speaks every language of the list with the portal's catalogues, Sinhala included."""

from __future__ import annotations

import polib
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, trans_real

from portal import languages
from portal.catalogues import files
from portal.catalogues.extraction import SourceMessage
from portal.catalogues.plurals import form_examples


@pytest.fixture
def own_catalogues(tmp_path, settings):
    """Catalogues with one word and one plural in every language, in place of the portal's."""
    messages = [SourceMessage("A test word"), SourceMessage("%(n)s test", "%(n)s tests")]
    for code in files.catalogue_codes():
        catalogue = files.merged(code, messages, polib.POFile())
        catalogue[0].msgstr = f"word in {code}"
        catalogue[1].msgstr_plural = {index: name for index, (name, _) in enumerate(form_examples(code))}
        files.write(tmp_path, code, catalogue)
    files.compile_catalogues(tmp_path)
    kept = dict(trans_real._translations)
    trans_real._translations.clear()
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    yield
    trans_real._translations.clear()
    trans_real._translations.update(kept)


@pytest.mark.usefixtures("own_catalogues")
@pytest.mark.parametrize("code", languages.CODES)
def test_every_language_is_spoken(code: str) -> None:
    with translation.override(code):
        # English has no catalogue: it must not fall back to Romanian.
        assert gettext("A test word") == ("A test word" if code == "en" else f"word in {code}")
        if code != "en":
            for name, numbers in form_examples(code):
                assert ngettext("%(n)s test", "%(n)s tests", numbers[0]) == name
        assert translation.get_language_bidi() == languages.get_language(code).rtl


def test_sinhala_has_addresses() -> None:
    with translation.override("si"):
        assert reverse("wagtail_serve", args=["courses/"]) == "/si/courses/"
    assert translation.get_language_info("si")["name_local"] == "සිංහල"
    assert settings.LANGUAGE_CODE == "ro"
