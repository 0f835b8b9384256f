"""Names are found however they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.people.names import fold_name, search_words


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Ștefan Țurcanu", "stefan turcanu"),
        ("Ştefan Ţurcanu", "ștefan țurcanu"),
        ("ŞULE Yılmaz", "sule yilmaz"),
        ("علي الكردي", "علی الکردی"),
        ("Олена  Ковальчук", "олена ковальчук"),
    ],
)
def test_the_same_name_folds_alike(written: str, typed: str) -> None:
    assert fold_name(written) == fold_name(typed)


def test_vowel_signs_are_letters() -> None:
    assert fold_name("कुमारी") == "कुमारी"
    assert fold_name("කුමාරි") != fold_name("කමර")


@pytest.mark.parametrize(("written", "latin"), [("Олена", "olena"), ("Анна Іванова", "anna")])
def test_a_name_is_found_in_latin_letters(written: str, latin: str) -> None:
    assert latin in search_words(written).split()


@given(st.text(max_size=300))
def test_folding_is_stable_and_fits_its_column(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)
    assert len(search_words(name)) <= 250
