"""The rule from answers to a level: its limits, that it is fair, and that knowing more never hurts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.models import CefrLevel
from courses.enrolment.codes import Level
from courses.level.items import Item, Task, all_items
from courses.level.scoring import score
from courses.level.token import LevelResult

IN_ORDER = [Level.NONE, Level.A1, Level.A2, Level.B1]
CODES = [item.code for item in all_items()]

_level = st.sampled_from([CefrLevel.A1, CefrLevel.A2])
question_sheets = st.lists(_level, min_size=1, max_size=30).map(
    lambda levels: [Item(str(number), level, Task.GAP, right="r") for number, level in enumerate(levels)]
)


def sheet(a1: int, a2: int) -> list[Item]:
    """Questions of the size of the real page: ten of each level, the first of which are answered rightly."""
    levels = [(CefrLevel.A1, a1), (CefrLevel.A2, a2)]
    return [
        Item(f"{level}-{number}", level, Task.GAP, right="r" if number < right else "other")
        for level, right in levels
        for number in range(10)
    ]


@pytest.mark.parametrize(
    ("a1", "a2", "level"),
    [
        (0, 0, Level.NONE),
        (2, 10, Level.NONE),
        (3, 0, Level.A1),
        (10, 4, Level.A1),
        (6, 10, Level.A1),
        (7, 5, Level.A2),
        (7, 10, Level.A2),
        (10, 7, Level.A2),
        (8, 8, Level.B1),
        (10, 10, Level.B1),
    ],
)
def test_the_shares_decide(a1: int, a2: int, level: Level) -> None:
    items = sheet(a1, a2)
    assert score(items, {item.code: "r" for item in items}) == LevelResult(level, (a1 + a2) * 5)


@given(items=question_sheets, data=st.data())
def test_one_more_right_answer_never_lowers_the_level(items: list[Item], data: st.DataObject) -> None:
    wrong_or_right = st.sampled_from(["r", "wrong", Level.UNKNOWN.value, ""])
    answers = {item.code: data.draw(wrong_or_right) for item in items}
    more = {**answers, data.draw(st.sampled_from(items)).code: "r"}
    before, after = score(items, answers), score(items, more)
    assert IN_ORDER.index(after.level) >= IN_ORDER.index(before.level)
    assert after.points >= before.points


@given(answers=st.dictionaries(st.sampled_from(CODES) | st.text(), st.text()))
def test_any_answers_have_a_result(answers: dict[str, str]) -> None:
    result = score(all_items(), answers)
    assert result.level in IN_ORDER
    assert 0 <= result.points <= 100


@given(known=st.sets(st.sampled_from(CODES)))
def test_not_to_know_costs_no_more_than_to_be_wrong(known: set[str]) -> None:
    right = {item.code: item.right for item in all_items() if item.code in known}
    rest = [code for code in CODES if code not in known]
    left_out = score(all_items(), right)
    assert score(all_items(), right | dict.fromkeys(rest, Level.UNKNOWN.value)) == left_out
    assert score(all_items(), right | dict.fromkeys(rest, "wrong")) == left_out


def test_to_say_yes_to_everything_is_not_enough_for_a2() -> None:
    answers = {item.code: item.right for item in all_items() if item.task is Task.CAN_DO}
    assert score(all_items(), answers).level is Level.A1


def test_no_questions_say_nothing() -> None:
    assert score([], {}).points == 0
