"""From answers to a level: a rule of our own, made to choose a course, not to judge anybody.

The levels are those of the Common European Framework (CEFR, https://www.coe.int/lang-cefr). The questions reach
from nothing to A2, so that more than that is only noticed, not measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from courses.catalogue.models import CefrLevel
from courses.enrolment.codes import Level
from courses.level.items import Item
from courses.level.token import LevelResult


@dataclass(frozen=True)
class Rule:
    """Who knows at least these shares (percent) of the A1 and of the A2 questions has this level."""

    level: Level
    of_a1: int
    of_a2: int


RULES = (
    Rule(Level.B1, of_a1=80, of_a2=80),
    # Nearly all of A1, and half of A2: three guesses of three options each would rarely reach it.
    Rule(Level.A2, of_a1=70, of_a2=50),
    Rule(Level.A1, of_a1=30, of_a2=0),
)
"""The highest level whose shares are both reached counts; who reaches none starts from nothing."""


def score(items: Iterable[Item], answers: Mapping[str, str]) -> LevelResult:
    """Return the level that answers (code to chosen option) show, and the share of right ones in percent.

    What is wrong, left out, unknown or "I don't know" counts the same: nothing. So one more right answer
    never lowers the level.
    """
    total = {CefrLevel.A1: 0, CefrLevel.A2: 0}
    right = dict(total)
    for item in items:
        total[item.level] += 1
        right[item.level] += answers.get(item.code) == item.right
    level = next((rule.level for rule in RULES if _reaches(rule, right, total)), Level.NONE)
    return LevelResult(level, 100 * sum(right.values()) // max(sum(total.values()), 1))


def _reaches(rule: Rule, right: Mapping[CefrLevel, int], total: Mapping[CefrLevel, int]) -> bool:
    shares = {CefrLevel.A1: rule.of_a1, CefrLevel.A2: rule.of_a2}
    return all(100 * right[level] >= share * total[level] for level, share in shares.items())
