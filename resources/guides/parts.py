"""The body of a guide in parts: each for everybody, or for some readers only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from portal.audiences import Audience, is_for, labels_of

SHORT = 4
"""So many places need no table of contents."""


@dataclass(frozen=True)
class Piece:
    """One block; ``anchor`` is where the table of contents leads to, "" for what has no title of its own."""

    block: Any
    anchor: str = ""
    title: str = ""


@dataclass
class Part:
    """What stands under one heading. ``audiences`` is empty for everybody."""

    anchor: str = ""
    title: str = ""
    audiences: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    is_folded: bool = False

    @property
    def labels(self) -> list[str]:
        """For whom it is, in the reader's language."""
        return labels_of(self.audiences)

    @property
    def level(self) -> int:
        """The level of the titles below the part's own."""
        return 3 if self.audiences else 2


def parts_of(body: Iterable[Any], reader: Audience | None) -> list[Part]:
    """Return the parts of a body in order; those that aren't for the reader are marked as folded away.

    A block ``section`` opens a part for its audiences; the next section or heading ends it.
    """
    parts = [Part()]
    for number, block in enumerate(body, start=1):
        anchor = f"part-{number}"
        if block.block_type == "heading":
            parts.append(Part(anchor, str(block.value)))
        elif block.block_type == "section":
            audiences = list(block.value["audiences"] or ())
            folded = not is_for(audiences, reader)
            parts.append(Part(anchor, block.value["title"], audiences, is_folded=folded))
        else:
            title = block.value.get("title", "") if hasattr(block.value, "get") else ""
            parts[-1].pieces.append(Piece(block, anchor if title else "", title or ""))
    return [part for part in parts if part.title or part.pieces]


def contents_of(parts: Iterable[Part]) -> list[Part | Piece]:
    """Return what a table of contents lists: parts, and titled blocks outside of the parts for some; [] when short."""
    entries: list[Part | Piece] = []
    for part in parts:
        if part.title:
            entries.append(part)
        if not part.audiences:
            entries += [piece for piece in part.pieces if piece.title]
    return entries if len(entries) > SHORT else []
