"""A frozen report: the text that is kept, and how everything that is shown of it is read from that text alone.

The text holds figures, and for each indicator a row for every person counted: a pseudonym drawn for this report,
age bracket, gender, centre, county, what counted, and the month. No names, no keys of rows, no days. So it says
the same after people were erased, and nothing in it leads to them.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from courses.reports.counting import BANDS, GENDERS, Cell, people
from courses.reports.indicators import indicators
from courses.reports.pseudonyms import draw_pseudonyms
from courses.reports.scope import Scope
from portal import clock
from portal.directory.models import Centre, Project

FORMAT = 1


@dataclass(frozen=True)
class FrozenPerson:
    """One person counted for an indicator, in codes; ``month`` is ``2026-11``."""

    pseudonym: str
    band: str
    gender: str
    centre: str
    county: str
    kind: str
    level: str
    month: str


FIELDS = tuple(FrozenPerson.__dataclass_fields__)


def write_content(scope: Scope, *, title: str) -> str:
    """Count now, and return the text to keep: JSON with sorted keys, without spaces. Three queries."""
    centres = {centre.pk: centre for centre in Centre.objects.filter(pk__in=scope.centres)}
    project = Project.objects.filter(pk=scope.project).first() if scope.project else None
    counted = people(scope).rows
    names = draw_pseudonyms({row.person for row in counted})
    rows: dict[str, list[list[str]]] = {row.code: [] for row in indicators()}
    for row in counted:
        centre = centres[row.centre]
        month = f"{row.day:%Y-%m}"
        person = [names[row.person], row.band, row.gender, centre.code, centre.county_id, row.kind, row.level, month]
        rows[row.code].append(person)
    content: dict[str, Any] = {
        "format": FORMAT,
        "title": title,
        "frozen_at": clock.now().astimezone(clock.ZONE).isoformat(timespec="seconds"),
        "first_day": scope.period.first_day.isoformat(),
        "last_day": scope.period.last_day.isoformat(),
        "centres": sorted([centre.code, centre.name] for centre in centres.values()),
        "project": [project.code, project.name] if project else None,
        "fields": FIELDS,
        "indicators": [
            {
                "code": row.code,
                "of": row.of,
                "en": row.en,
                "ro": row.ro,
                "figures": _figures(rows[row.code]),
                "people": sorted(rows[row.code]),
            }
            for row in indicators()
        ],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _figures(rows: list[list[str]]) -> list[list[int]]:
    """Return the counts: a row for each age bracket, a column for each gender, in the order of ``counting``."""
    counts = Counter((row[1], row[2]) for row in rows)
    return [[counts[band, gender] for gender in GENDERS] for band in BANDS]


def digest_of(content: str) -> str:
    """Return the SHA-256 of a frozen text, as hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


class Frozen:
    """What a frozen text says."""

    def __init__(self, content: str) -> None:
        self.data: dict[str, Any] = json.loads(content)

    @cached_property
    def by_code(self) -> dict[str, dict[str, Any]]:
        """The indicators by their codes, in order."""
        return {row["code"]: row for row in self.data["indicators"]}

    def value(self, cell: Cell) -> int:
        """Return a figure."""
        figures = self.by_code[cell.code]["figures"]
        return sum(
            figures[row][column]
            for row, band in enumerate(BANDS)
            for column, gender in enumerate(GENDERS)
            if cell.band in {None, band} and cell.gender in {None, gender}
        )

    def people(self, cell: Cell) -> list[FrozenPerson]:
        """Return who is counted in a figure, by pseudonym."""
        rows = (FrozenPerson(*row) for row in self.by_code[cell.code]["people"])
        return [row for row in rows if cell.band in {None, row.band} and cell.gender in {None, row.gender}]
