"""Where the name of a town stands beside its pin, so that no name lies on another one or on a pin.

Pins and names keep their size when the map gets smaller, so it is the smallest map that decides: a phone's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from home.centres.drawing import WIDTH

Spot = tuple[int, int]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class NamePlace:
    """Where a name stands, seen from the pin's tip: values of SVG's ``x``, ``y`` and ``text-anchor``."""

    x: int
    y: int
    anchor: str


PLACES = (
    NamePlace(15, -14, "start"),
    NamePlace(-15, -14, "end"),
    NamePlace(0, -36, "middle"),
    NamePlace(0, 15, "middle"),
)
"""To the east of the pin, to the west, above, below: the first that is free is taken."""
MARGIN = 6
"""Room on either side of the drawing, in its units."""
_SMALLEST = 1.95
"""How much larger than the map's own units a pin is on a phone (``static/css/components/map.css``)."""
_LETTER, _ABOVE, _BELOW = 7.6, 12, 4
_PIN = (-12, -31, 12, 0)


def place_names(spots: Mapping[str, Spot]) -> dict[str, NamePlace]:
    """Return where the name of each town stands. From the east, where the drawing's edge leaves least choice."""
    taken = [_box(spot, _PIN) for spot in spots.values()]
    names: dict[str, NamePlace] = {}
    for town, spot in sorted(spots.items(), key=lambda item: -item[1][0]):
        boxes = {place: _box(spot, _extent(town, place)) for place in PLACES}
        free = (place for place, box in boxes.items() if _is_inside(box) and not any(_meet(box, one) for one in taken))
        names[town] = next(free, PLACES[1] if spot[0] > WIDTH / 2 else PLACES[0])
        taken.append(boxes[names[town]])
    return names


def _extent(town: str, place: NamePlace) -> Box:
    length = len(town) * _LETTER
    start = place.x - {"start": 0.0, "end": length, "middle": length / 2}[place.anchor]
    return start, place.y - _ABOVE, start + length, place.y + _BELOW


def _box(spot: Spot, extent: Box) -> Box:
    (x, y), (west, north, east, south) = spot, extent
    return x + west * _SMALLEST, y + north * _SMALLEST, x + east * _SMALLEST, y + south * _SMALLEST


def _is_inside(box: Box) -> bool:
    return box[0] >= -MARGIN and box[2] <= WIDTH + MARGIN


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
