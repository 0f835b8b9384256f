"""What a translation is refused for."""

from __future__ import annotations

import polib
import pytest

from portal.catalogues.checks import problems


def _entry(msgid: str, msgstr: str, **more: object) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Hello %(name)s", "Salut %(name)s"),
        ("%(a)s and %(b)s", "%(b)s și %(a)s"),
        ("100%% sure", "sigur 100%%"),
        ("Pay {fact:fee}", "Plătiți {fact:fee}"),
        ("<bdi>%(x)s</bdi> ok", "bine <bdi>%(x)s</bdi>"),
    ],
)
def test_good_translations(msgid: str, msgstr: str) -> None:
    assert problems("ro", _entry(msgid, msgstr)) == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "problem"),
    [
        ("Hello", "", "isn't translated"),
        ("Hello", "  ", "isn't translated"),
        ("Hello %(name)s", "Salut", "other placeholders"),
        ("Hello %(name)s", "Salut %(nume)s", "other placeholders"),
        ("Pay {fact:fee}", "Plătiți", "other placeholders"),
        ("<bdi>%(x)s</bdi>", "%(x)s", "other markup"),
        ("Hello ", "Salut", "white space"),
        ("Hello", "\u2067Salut", "isolate"),
        ("Hello", "\u202bSalut", "embeddings"),
    ],
)
def test_bad_translations(msgid: str, msgstr: str, problem: str) -> None:
    (found,) = problems("ro", _entry(msgid, msgstr))
    assert problem in found


def test_fuzzy_is_not_a_translation() -> None:
    assert problems("ro", _entry("Hello", "Salut", flags=["fuzzy"])) == ["is marked as fuzzy"]


def test_english_left_in_another_script() -> None:
    assert problems("ar", _entry("Find a course", "Find a course")) == ["is the English text"]
    assert problems("ar", _entry("WhatsApp", "WhatsApp")) == []
    assert problems("tr", _entry("Find a course", "Find a course")) == []


def test_plural_forms() -> None:
    def plural(code: str, *texts: str) -> list[str]:
        entry = polib.POEntry(msgid="%(n)s place", msgid_plural="%(n)s places", msgstr_plural=dict(enumerate(texts)))
        return problems(code, entry)

    assert plural("ro", "un loc", "%(n)s locuri", "%(n)s de locuri") == []
    assert plural("ro", "un loc", "%(n)s locuri") == ["has 2 plural forms instead of 3"]
    assert plural("ro", "un loc", "%(n)s locuri", "") == ["isn't translated for other"]
    # 21, 31 and 41 are "one" in Russian: the number has to be said.
    assert "other placeholders for one" in plural("ru", "одно место", "%(n)s места", "%(n)s мест")[0]
