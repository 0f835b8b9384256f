"""The map of the counties as a page shows it: which lead somewhere, which are marked, and a pin for each town.

The borders are ``static/maps/counties.svg`` (:mod:`home.centres.drawing`), which the page refers to county by county.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from home.centres.drawing import HEIGHT, WIDTH, place
from home.centres.map_names import MARGIN, NamePlace, Spot, place_names
from portal.directory.models import County

if TYPE_CHECKING:
    from home.centres.pages import CentrePage

ON_TOP = ("IF", "B")
"""Ilfov lies around Bucharest. Both are shown larger than they are: last, so that no neighbour covers them."""


@dataclass(frozen=True)
class MapCounty:
    """A county on the map. ``tone`` is how it is coloured: ``chosen``, ``mine`` (the same centre), ``served`` or ""."""

    code: str
    name: str
    tone: str


@dataclass(frozen=True)
class Pin:
    """A town with a centre. It leads to the centre's page, or to its county where the town has several."""

    town: str
    x: int
    y: int
    page: CentrePage | None
    county: str
    name: NamePlace


class CountyMap:
    """The map for one choice of a county."""

    view_box = f"{-MARGIN} -26 {WIDTH + 2 * MARGIN} {HEIGHT + 32}"
    """Room for a border's stroke, and for the pin of a town in the very north."""

    def __init__(
        self,
        counties: Iterable[County],
        pages: Iterable[CentrePage],
        *,
        chosen: County | None,
        mine: Sequence[CentrePage],
    ) -> None:
        pages = list(pages)
        marked, served = _served(mine), _served(pages)
        tones = dict.fromkeys(served, "served") | dict.fromkeys(marked, "mine")
        if chosen:
            tones[chosen.code] = "chosen"
        drawn = [MapCounty(county.code, county.name, tones.get(county.code, "")) for county in counties]
        self.counties = sorted(drawn, key=lambda county: county.code in ON_TOP and 1 + ON_TOP.index(county.code))
        self.pins = _pins(pages)


def _served(pages: Iterable[CentrePage]) -> set[str]:
    """Return the counties whose people the centres of these pages serve."""
    centres = [page.centre for page in pages]
    served = {county.code for centre in centres for county in centre.counties_served.all()}
    return served | {centre.county_id for centre in centres}


def _pins(pages: Iterable[CentrePage]) -> list[Pin]:
    towns: dict[str, list[CentrePage]] = {}
    for page in pages:
        if page.centre.latitude is not None and page.centre.longitude is not None:
            towns.setdefault(page.centre.city, []).append(page)
    spots = {town: _spot(there[0]) for town, there in towns.items()}
    names = place_names(spots)
    pins = [
        Pin(town, *spots[town], there[0] if len(there) == 1 else None, there[0].centre.county_id, names[town])
        for town, there in towns.items()
    ]
    return sorted(pins, key=lambda pin: pin.town)


def _spot(page: CentrePage) -> Spot:
    x, y = place(float(page.centre.longitude or 0), float(page.centre.latitude or 0))
    return round(x), round(y)
