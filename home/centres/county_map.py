"""The map of the counties as a page shows it: which lead somewhere, which are marked, and a pin for each town.

The borders are ``static/maps/counties.svg`` (:mod:`home.centres.drawing`), which the page refers to county by county.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from home.centres.drawing import HEIGHT, WIDTH, place
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
    is_to_the_east: bool


class CountyMap:
    """The map for one choice of a county."""

    view_box = f"-6 -26 {WIDTH + 12} {HEIGHT + 32}"
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
    pins: dict[str, Pin] = {}
    for page in pages:
        centre = page.centre
        if centre.latitude is None or centre.longitude is None:
            continue
        x, y = place(float(centre.longitude), float(centre.latitude))
        only = page if centre.city not in pins else None
        pins[centre.city] = Pin(centre.city, round(x), round(y), only, centre.county_id, x > WIDTH * 0.72)
    return sorted(pins.values(), key=lambda pin: pin.town)
