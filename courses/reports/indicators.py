"""The funder's indicators, as ``indicators.yaml`` has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

FILE = Path(__file__).with_name("indicators.yaml")


@dataclass(frozen=True)
class Indicator:
    """One indicator: its code, what it is called, and what counts for it (see the head of the file)."""

    code: str
    en: str
    ro: str
    courses: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    improved: bool = False
    of: str = ""

    @property
    def label(self) -> str:
        """The wording in the language of the admin: English, else Romanian, as all of the admin's words."""
        return self.en if get_language() == "en" else self.ro


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return the indicators in the order of the file."""
    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    lists = ("courses", "milestones")
    return tuple(Indicator(**row | {name: tuple(row.get(name, ())) for name in lists}) for row in rows)
