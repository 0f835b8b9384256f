"""A list of names: from a file's bytes to rows of known columns. Pure; what a row means is checked elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import pgettext

from courses.intake.columns import EXAMPLE_NAME, ROW_NUMBERS, code_of, fold_heading
from portal.spreadsheets import Grid, Unreadable, read_grid

MAX_ROWS = 500
HEADINGS_WITHIN = 15
"""Lines in which the headings are looked for: many lists begin with a title and a date."""
NAMES = ("first_name", "name", "surname")
"""Columns that make up a name, in the order in which they are said."""


@dataclass(frozen=True)
class Row:
    """A row as read. ``number`` is the line in the sheet, ``cells`` are column to text, without empty ones."""

    number: int
    cells: Mapping[str, str]

    def as_json(self) -> dict[str, str]:
        """Return what is kept of the row between the preview and the decision."""
        return {"row": str(self.number), **self.cells}

    @classmethod
    def from_json(cls, kept: Mapping[str, str]) -> Row:
        """Return the row that :meth:`as_json` kept."""
        return cls(int(kept["row"]), {column: text for column, text in kept.items() if column != "row"})


@dataclass(frozen=True)
class Listing:
    """What a file holds: its rows, and the headings of what we don't read."""

    rows: list[Row]
    ignored: list[str]


def read_list(data: bytes) -> Listing:
    """Return the rows of a file. Raises :class:`Unreadable` with a sentence, and nothing else, for any bytes."""
    grid = read_grid(data)
    line, columns, ignored = _find_headings(grid)
    rows = []
    for number, cells in enumerate(grid[line:], start=line + 1):
        named = {code: cells[place] for code, place in columns.items() if place < len(cells) and cells[place]}
        row = _with_one_name(named)
        if row and row.get("name") != EXAMPLE_NAME:
            rows.append(Row(number, row))
    if not rows:
        raise Unreadable(pgettext("staff", "There is nobody on this list."))
    if len(rows) > MAX_ROWS:
        sentence = pgettext("staff", "There are %(count)s people on this list. Bring in at most %(most)s at a time.")
        raise Unreadable(sentence % {"count": len(rows), "most": MAX_ROWS})
    return Listing(rows, ignored)


def _find_headings(grid: Grid) -> tuple[int, dict[str, int], list[str]]:
    """Return the line of the headings, where each known column stands, and what the others are headed.

    A line of headings names the person and at least one thing more, or nothing but the person.
    """
    for number, cells in enumerate(grid[:HEADINGS_WITHIN], start=1):
        columns: dict[str, int] = {}
        ignored = []
        for place, heading in enumerate(cells):
            code = code_of(heading)
            if code and code not in columns:
                columns[code] = place
            elif fold_heading(heading) not in ROW_NUMBERS:
                ignored.append(heading)
        if columns.keys() & set(NAMES) and (len(columns) > 1 or not ignored):
            return number, columns, ignored
    raise Unreadable(
        pgettext(
            "staff", "No line with headings was found. One column must be headed “Nume” or “Name”: use our template."
        )
    )


def _with_one_name(cells: dict[str, str]) -> dict[str, str]:
    """Return the cells with the parts of a name as one."""
    name = " ".join(part for column in NAMES for part in cells.get(column, "").split())
    others = {column: text for column, text in cells.items() if column not in NAMES}
    return {"name": name, **others} if name else others
