"""The drawing of the counties: borders of a GeoJSON file, made light, as one path for each county.

Borders that two counties share are simplified once and used by both, so that no gap opens between them. The drawing is
``static/maps/counties.svg``; ``manage.py draw_counties`` makes it anew and says where the borders come from.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Grid = tuple[int, int]

WIDTH, HEIGHT = 600, 424
"""Of the drawing, in its own units: one is a little more than a kilometre."""
_WEST, _NORTH, _SCALE = 20.22, 48.29, 90.8
_SHRINK = math.cos(math.radians(46))
"""How much shorter a degree of longitude is than one of latitude, in the middle of the country."""
_TOLERANCE = 0.014
"""How far (degrees) a simplified border may be from the real one: a unit of the drawing, and a bit."""


def place(longitude: float, latitude: float) -> Point:
    """Return where a point of the earth is in the drawing."""
    return (longitude - _WEST) * _SHRINK * _SCALE, (_NORTH - latitude) * _SCALE


def draw(features: Iterable[Mapping[str, Any]]) -> str:
    """Return the drawing as SVG. Each feature is a county: ``properties.postal`` and a polygon."""
    rings = {_code(feature["properties"]["postal"]): _rings(feature["geometry"]) for feature in features}
    cuts = _junctions(ring for county in rings.values() for ring in county)
    arcs: dict[tuple[Point, ...], list[Point]] = {}
    paths = []
    for code in sorted(rings):
        outlines = [_outline(ring, cuts, arcs) for ring in rings[code]]
        paths.append(f'<path id="{code}" vector-effect="non-scaling-stroke" d="{"".join(map(_path, outlines))}"/>')
    view = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f"<svg {view}><!-- Borders: Natural Earth, public domain -->{''.join(paths)}</svg>\n"


def _code(postal: str) -> str:
    """Return the code of ISO 3166-2:RO, which Natural Earth has for all counties but Bucharest."""
    return "B" if postal == "BI" else postal


def _rings(geometry: Mapping[str, Any]) -> list[list[Point]]:
    """Return the rings of a geometry without their closing point; specks (islands in a river) are left out."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [[(round(x, 5), round(y, 5)) for x, y in ring[:-1]] for polygon in polygons for ring in polygon]
    return [ring for ring in rings if abs(_area(ring)) > 0.004]


def _area(ring: list[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _junctions(rings: Iterable[list[Point]]) -> set[Point]:
    """Return the points where borders meet: those that have other neighbours than one on either side."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for index, point in enumerate(ring):
            neighbours[point] |= {ring[index - 1], ring[(index + 1) % len(ring)]}
    return {point for point, near in neighbours.items() if len(near) != 2}


def _outline(ring: list[Point], cuts: set[Point], arcs: dict[tuple[Point, ...], list[Point]]) -> list[Grid]:
    """Return a ring on the drawing's grid, put together from simplified borders."""
    start = next((index for index, point in enumerate(ring) if point in cuts), ring.index(min(ring)))
    closed = [*ring[start:], *ring[: start + 1]]
    outline: list[Grid] = []
    arc = [closed[0]]
    for point in closed[1:]:
        arc.append(point)
        if point in cuts or point is closed[-1]:
            for x, y in (place(*end) for end in _shared(arc, arcs)):
                spot = (round(x), round(y))
                if not outline or outline[-1] != spot:
                    outline.append(spot)
            arc = [point]
    return outline[:-1]


def _shared(arc: list[Point], arcs: dict[tuple[Point, ...], list[Point]]) -> list[Point]:
    """Return a border simplified, the same from either side."""
    forwards, backwards = tuple(arc), tuple(reversed(arc))
    key = min(forwards, backwards)
    if key not in arcs:
        arcs[key] = _simplify(list(key))
    return arcs[key] if key == forwards else arcs[key][::-1]


def _simplify(line: list[Point]) -> list[Point]:
    """Leave out points that are nearer than the tolerance to the line without them (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    distances = [_distance(point, line[0], line[-1]) for point in line[1:-1]]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] <= _TOLERANCE:
        return [line[0], line[-1]]
    middle = farthest + 1
    return _simplify(line[: middle + 1])[:-1] + _simplify(line[middle:])


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return how far a point is from a straight line between two others, in degrees of latitude."""
    (px, py), (ax, ay), (bx, by) = ((x * _SHRINK, y) for x, y in (point, start, end))
    length = math.hypot(bx - ax, by - ay)
    if not length:
        return math.hypot(px - ax, py - ay)
    along = max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length**2))
    return math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay))


def _path(outline: list[Grid]) -> str:
    """Return an outline as a path of steps from point to point, which is shorter than where they are."""
    steps = [f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(outline)]
    return "M{} {}l{}z".format(*outline[0], " ".join(steps).replace(" -", "-"))
