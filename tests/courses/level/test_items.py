"""The questions hold what the page and the rule rely on."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import groupby

import pytest

from courses.catalogue.models import CefrLevel
from courses.level.items import YES, Item, Task, all_items
from courses.level.wording import CAN_DO, INSTRUCTIONS

ROMANIAN = [item for item in all_items() if item.task is not Task.CAN_DO]


def test_there_are_ten_to_twelve_questions_half_of_them_of_each_level() -> None:
    assert 10 <= len(all_items()) <= 12
    assert len(set(Counter(item.level for item in all_items()).values())) == 1
    assert {item.level for item in all_items()} == {CefrLevel.A1, CefrLevel.A2}


def test_every_question_has_a_name_of_its_own() -> None:
    assert len({item.code for item in all_items()}) == len(all_items())


def test_questions_of_a_task_stand_together_and_grow_in_difficulty() -> None:
    tasks = [(task, list(items)) for task, items in groupby(all_items(), key=lambda item: item.task)]
    assert [task for task, _items in tasks] == list(Task) == list(INSTRUCTIONS)
    for _task, items in tasks:
        assert [item.level for item in items] == sorted(item.level for item in items)


def test_each_can_do_has_a_sentence_and_each_sentence_its_question() -> None:
    can_do = [item for item in all_items() if item.task is Task.CAN_DO]
    assert {item.code for item in can_do} == set(CAN_DO)
    assert {item.right for item in can_do} == {YES}


@pytest.mark.parametrize("item", ROMANIAN, ids=lambda item: item.code)
def test_romanian_questions_have_three_options_and_one_is_right(item: Item) -> None:
    assert item.text
    assert len(set(item.options.values())) == 3
    assert item.right in item.options
    assert ("…" in item.text) == (item.task is Task.GAP)
    text = item.text + "".join(item.options.values())
    assert unicodedata.is_normalized("NFC", text)
    assert not set("şţŞŢ") & set(text), "comma below, not cedilla"


def test_the_right_option_stands_in_no_usual_position() -> None:
    places = Counter(list(item.options).index(item.right) for item in ROMANIAN)
    assert set(places) == {0, 1, 2}
    assert max(places.values()) <= len(ROMANIAN) / 2
