from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.search.folding import LONGEST_WORD, WORD, fold, query_words, words_of

LETTERS = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0xFFFF, exclude_categories=["Cs", "Co", "Cn"]), max_size=40
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ședere", "sedere"),
        ("şedere", "ședere"),
        ("ŢARĂ", "tara"),
        ("înscriere", "inscriere"),
        ("İstanbul", "istanbul"),
        ("IŞIK", "ışık"),
        ("ёлка", "елка"),
        ("Ґанок", "ганок"),
        ("сім’я", "сім'я"),
        ("їжа", "іжа"),
        ("الإِقَامَةُ", "الاقامة"),
        ("أوراق", "اوراق"),
        ("آب", "اب"),
        ("رســـالة", "رسالة"),
        ("مستشفى", "مستشفي"),
        ("كتاب", "کتاب"),
        ("یک", "يك"),
        ("می\u200cخواهم", "میخواهم"),
        ("ہسپتال", "هسپتال"),
        ("फ़ॉर्म", "फॉर्म"),
        ("माँ", "मां"),
        ("ක්\u200dරමය", "ක්රමය"),
        ("११२", "112"),
        ("۱۱۲", "112"),
        ("١١٢", "112"),
        ("১১২", "112"),
        ("per\u00admis", "permis"),
    ],
)
def test_two_ways_to_write_a_word_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("किताब", "कताब"), ("বাড়ি", "বড়"), ("පාසල", "පසල"), ("мій", "мии"), ("إقامة", "إقام"), ("पानी", "पनी")],
)
def test_what_tells_words_apart_stays(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(LETTERS)
@example("aͅb")
@example("İı")
@example("\u0301")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(LETTERS)
def test_composed_and_decomposed_are_the_same(text: str) -> None:
    for match in WORD.finditer(text):
        word = match.group()
        assert fold(unicodedata.normalize("NFD", word)) == fold(unicodedata.normalize("NFC", word))


@given(LETTERS)
def test_a_word_fits_into_the_language_of_postgresql(text: str) -> None:
    for _written, word in words_of(text):
        assert word and len(word) <= LONGEST_WORD
        assert not set(word) & set("'\\ \0:&|!()<>*")


def test_words_of_every_script_are_whole() -> None:
    texts = {
        "permisul de şedere": ["permisul", "de", "sedere"],
        "Romanya'da yaşam": ["romanya", "da", "yasam"],
        "сім’я та п'ять": ["сімя", "та", "пять"],
        "निवास परमिट कैसे": ["निवास", "परमिट", "कैसे"],
        "ශ්‍රී ලංකාව": ["ශ්රී", "ලංකාව"],
        "বসবাসের অনুমতি": ["বসবাসের", "অনুমতি"],
        "تصريح الإقامة": ["تصريح", "الاقامة"],
        "112, A1/B2": ["112", "a1", "b2"],
    }
    for text, words in texts.items():
        assert [word for _written, word in words_of(text)] == words


def test_the_parts_of_a_persian_word_are_words_too() -> None:
    assert [word for _written, word in words_of("بیمه\u200cهای")] == ["بيمههاي", "بيمه", "هاي"]


def test_a_query_names_a_word_once() -> None:
    assert query_words("Permis permis PERMIS de") == [("permis", "permis"), ("de", "de")]
