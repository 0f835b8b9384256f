"""The demo's phrasebook: the same phrases in every language, in the letters of that language."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
import yaml

from home.demo.files import FOLDER
from portal import languages

SITUATIONS = [
    "greetings",
    "courtesy",
    "numbers",
    "time",
    "doctor",
    "emergency",
    "shop",
    "transport",
    "school",
    "work",
    "housing",
    "office",
    "course",
]
SCRIPTS = {
    "Latn": ("LATIN",),
    "Cyrl": ("CYRILLIC",),
    "Arab": ("ARABIC",),
    "Deva": ("DEVANAGARI",),
    "Beng": ("BENGALI",),
    "Sinh": ("SINHALA", "ZERO WIDTH JOINER"),
}
MARKS = set(" -·…,،()")


def rows() -> list[dict[str, Any]]:
    text = (FOLDER / "rows" / "phrases.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


def phrases(code: str) -> dict[str, dict[str, str]]:
    texts = yaml.safe_load((FOLDER / "phrases" / f"{code}.yaml").read_text(encoding="utf-8"))
    assert texts["language"] == code
    assert texts["translated_by"] == {"ro": "source", "en": "person"}.get(code, "machine")
    found: dict[str, dict[str, str]] = texts["phrases"]
    return found


def test_every_situation_has_phrases_and_no_phrase_comes_twice() -> None:
    assert list(dict.fromkeys(row["situation"] for row in rows())) == SITUATIONS
    for key in ("code", "romanian"):
        values = [row[key] for row in rows()]
        assert len(set(values)) == len(values)


def test_romanian_has_the_comma_below() -> None:
    assert not re.search("[şţŞŢ]", "".join(row["romanian"] for row in rows()))


@pytest.mark.parametrize("code", languages.CODES)
def test_a_language_has_every_phrase_with_meaning_and_sound(code: str) -> None:
    texts = phrases(code)
    assert list(texts) == [row["code"] for row in rows()]
    for phrase, text in texts.items():
        assert set(text) == {"meaning", "sound"}, phrase
        assert all(value and value == value.strip() for value in text.values()), phrase


@pytest.mark.parametrize("code", languages.CODES)
def test_the_sound_is_written_in_the_letters_of_the_language(code: str) -> None:
    script = SCRIPTS[languages.get_language(code).script]
    for phrase, text in phrases(code).items():
        strange = {c for c in text["sound"] if c not in MARKS and not letter_of(c, script)}
        assert not strange, f"{phrase}: {strange}"


@pytest.mark.parametrize("code", languages.CODES)
def test_what_is_to_be_filled_in_is_open_in_the_sound_and_in_romanian_alike(code: str) -> None:
    texts = phrases(code)
    for row in rows():
        assert ("…" in row["romanian"]) == ("…" in texts[row["code"]]["sound"]), row["code"]


def letter_of(character: str, script: tuple[str, ...]) -> bool:
    return unicodedata.name(character).startswith(script)
