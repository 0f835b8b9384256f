"""The mock interview draws twelve questions, three of each subject, and the same ones for the same seed."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from resources.citizenship.interview import ALPHABET, SEED_LENGTH, draw, fingerprint, new_seed
from resources.citizenship.subjects import Subject

seeds = st.text(alphabet=ALPHABET, min_size=1, max_size=12)
banks = st.fixed_dictionaries({str(subject): st.integers(3, 60) for subject in Subject}).map(
    lambda sizes: [(f"{subject}-{number}", subject) for subject, size in sizes.items() for number in range(size)]
)


@given(seeds, banks)
def test_three_of_each_subject_and_none_twice(seed: str, bank: list[tuple[str, str]]) -> None:
    drawn = draw(seed, bank)
    subjects = dict(bank)
    assert len(drawn) == len(set(drawn)) == 12
    assert Counter(subjects[code] for code in drawn) == {str(subject): 3 for subject in Subject}


@given(seeds, banks, st.randoms())
def test_the_same_seed_is_the_same_interview(seed: str, bank: list[tuple[str, str]], chance: random.Random) -> None:
    shuffled = bank[:]
    chance.shuffle(shuffled)
    assert draw(seed, bank) == draw(seed, shuffled) == draw(seed, [*bank, *bank])


@given(seeds, banks)
def test_a_question_that_is_added_takes_the_place_of_one_at_most(seed: str, bank: list[tuple[str, str]]) -> None:
    before, after = draw(seed, bank), draw(seed, [*bank, ("history-new", "history")])
    assert len(set(before) - set(after)) <= 1


def test_every_question_comes_up_and_seeds_differ() -> None:
    bank = [(f"{subject}-{number}", str(subject)) for subject in Subject for number in range(30)]
    draws = [draw(new_seed(), bank) for _ in range(300)]
    assert {code for drawn in draws for code in drawn} == {code for code, _ in bank}
    assert len({fingerprint(drawn) for drawn in draws}) > 290


def test_a_small_bank_gives_what_there_is() -> None:
    assert draw("a", [("h1", "history"), ("g1", "geography")]) == ["h1", "g1"]
    assert draw("a", []) == []


def test_a_seed_fits_its_address() -> None:
    assert {len(new_seed()) for _ in range(50)} == {SEED_LENGTH}
