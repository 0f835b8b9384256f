"""The drawing of the counties: all of them, light, and without a gap between neighbours."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from itertools import pairwise

from django.conf import settings

from home.centres.drawing import HEIGHT, WIDTH, draw, place
from home.demo.files import FOLDER, read_rows

FILE = settings.BASE_DIR / "static" / "maps" / "counties.svg"
Ring = list[tuple[int, int]]


def rings_of(svg: str) -> dict[str, list[Ring]]:
    """The outlines of each county as points of the grid, closed."""
    found = {}
    for code, path in re.findall(r'<path id="(\w+)"[^>]* d="([^"]+)"/>', svg):
        found[code] = []
        for part in path.rstrip("z").split("z"):
            numbers = [int(number) for number in re.findall(r"-?\d+", part)]
            x = y = 0
            ring = []
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                ring.append((x, y))
            found[code].append([*ring, ring[0]])
    return found


def borders(rings: dict[str, list[Ring]]) -> Counter[tuple[tuple[int, int], tuple[int, int]]]:
    return Counter(step for county in rings.values() for ring in county for step in pairwise(ring))


def test_every_county_is_there_and_nothing_else() -> None:
    codes = {row["code"] for row in read_rows(FOLDER, "counties")}
    assert len(codes) == 42
    assert set(rings_of(FILE.read_text())) == codes


def test_neighbours_share_their_border_and_the_rest_is_the_edge_of_the_country() -> None:
    steps = borders(rings_of(FILE.read_text()))
    assert max(steps.values()) == 1, "no two counties lie on the same side of a border"
    edge = dict(step for step in steps if step[::-1] not in steps)
    start = point = next(iter(edge))
    walked = []
    while point not in walked:
        walked.append(point)
        point = edge[point]
    assert point == start and len(walked) == len(edge), "the edge is one line, so there is no gap inside"


def test_it_is_light_and_fits_its_frame() -> None:
    assert len(gzip.compress(FILE.read_bytes(), 9)) < 5000
    points = [point for county in rings_of(FILE.read_text()).values() for ring in county for point in ring]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)


def test_towns_are_where_they_are() -> None:
    rings = rings_of(FILE.read_text())
    for row in read_rows(FOLDER, "centres"):
        x, y = place(row["longitude"], row["latitude"])
        assert is_inside(x, y, rings[row["county"]][0]), row["code"]


def is_inside(x: float, y: float, ring: Ring) -> bool:
    """Whether a line to the east crosses the outline an odd number of times."""
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return crossings % 2 == 1


def test_a_border_is_simplified_once_for_both_sides() -> None:
    """A winding border between two squares, and an enclave whose ring meets no other border at a corner."""
    winding = [(25.0, 45 + n / 50) for n in range(51)]
    winding = [(x + (0.004 if n % 2 else 0), y) for n, (x, y) in enumerate(winding)]
    hole = [(24.3, 45.3), (24.6, 45.3), (24.6, 45.6), (24.3, 45.6)]
    west = [(24.0, 46.0), (24.0, 45.0), *winding]
    east = [*reversed(winding), (26.0, 45.0), (26.0, 46.0)]
    counties = {"WW": [west, list(reversed(hole))], "EE": [east], "BI": [hole]}
    features = [
        {
            "properties": {"postal": code},
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]] for ring in rings]},
        }
        for code, rings in counties.items()
    ]
    drawn = rings_of(draw(features))
    assert {code: [len(ring) - 1 for ring in rings] for code, rings in drawn.items()} == {
        "WW": [4, 4],
        "EE": [4],
        "B": [4],
    }
    steps = borders(drawn)
    assert sum(step[::-1] in steps for step in steps) == 2 + 8, "one border and the enclave, each from both sides"
