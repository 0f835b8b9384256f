"""The indicators as a table: every figure with the address of the list behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from courses.reports.counting import BANDS, GENDERS, Cell
from courses.reports.labels import BANDS as BAND_LABELS
from courses.reports.labels import GENDERS as GENDER_LABELS


@dataclass(frozen=True)
class Figure:
    """One figure; ``url`` opens who it is, "" where it is nobody. ``label`` says what it is of."""

    value: int
    url: str
    label: Promise | str = ""


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator: its sum, the sums by gender and by age, and both crossed (a row each age bracket)."""

    code: str
    label: str
    is_part: bool
    total: Figure
    genders: list[Figure]
    bands: list[Figure]
    crossed: list[tuple[Figure, list[Figure]]]


def indicator_row(
    code: str, label: str, *, is_part: bool, value: Callable[[Cell], int], link: Callable[[Cell], str]
) -> IndicatorRow:
    """Build the row of one indicator; ``value`` and ``link`` answer for every figure."""

    def figure(band: str | None = None, gender: str | None = None) -> Figure:
        cell = Cell(code, band, gender)
        number = value(cell)
        label = BAND_LABELS[band] if band is not None else GENDER_LABELS[gender] if gender is not None else ""
        return Figure(number, link(cell) if number else "", label)

    return IndicatorRow(
        code,
        label,
        is_part,
        figure(),
        [figure(gender=gender) for gender in GENDERS],
        [figure(band) for band in BANDS],
        [(figure(band), [figure(band, gender) for gender in GENDERS]) for band in BANDS],
    )
