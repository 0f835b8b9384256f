"""The questions of the self-check: data in ``items.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from courses.catalogue.models import CefrLevel

FILE = Path(__file__).with_name("items.yaml")
YES = "yes"
"""The right answer of a ``can_do``: who says that they can do it is believed."""


class Task(StrEnum):
    """What a question asks for; questions with the same task stand together, under one instruction."""

    CAN_DO = "can_do"
    SIGN = "sign"
    ANSWER = "answer"
    GAP = "gap"


@dataclass(frozen=True)
class Item:
    """One question. ``text`` and ``options`` are Romanian, and empty for a ``can_do``.

    ``level`` is the level whose course teaches what is asked for; ``right`` the key of the right option.
    """

    code: str
    level: CefrLevel
    task: Task
    text: str = ""
    options: dict[str, str] = field(default_factory=dict)
    right: str = YES


@cache
def all_items() -> tuple[Item, ...]:
    """Return every question in the order of the page. Read once for each process."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(Item(**{**row, "level": CefrLevel(row["level"]), "task": Task(row["task"])}) for row in rows)
