"""Bars beside figures. A chart is a table, or a list, whose figures are also drawn: it is read without being seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, its figure as text, and how long it is (percent of the longest, or of the whole).

    ``part`` is the length of a darker part of it, for instance wishes among requests; ``more`` a second text.
    ``language`` is that of the label, where it isn't the page's.
    """

    label: Promise | str
    text: str
    length: float
    part: float = 0
    more: str = ""
    language: str = ""


def share(part: float, whole: float) -> int | None:
    """Return a part in whole percent, ``None`` of nothing."""
    return round(100 * part / whole) if whole else None


def bars(rows: Iterable[dict[str, Any]], *, longest: float | None = None) -> list[Bar]:
    """Build bars from rows with ``label``, ``value``, and perhaps ``text``, ``part``, ``more``, ``language``.

    ``longest`` is the value of a bar of full length; without it the greatest one has it.
    """
    given: Sequence[dict[str, Any]] = list(rows)
    whole = longest or max((row["value"] for row in given), default=0) or 1
    return [
        Bar(
            label=row["label"],
            text=str(row.get("text", row["value"])),
            length=round(100 * row["value"] / whole, 1),
            part=round(100 * row.get("part", 0) / whole, 1),
            more=str(row.get("more", "")),
            language=row.get("language", ""),
        )
        for row in given
    ]
