"""Names of towns on the smallest map: none lies on another one, on a pin, or is cut off."""

from __future__ import annotations

from itertools import combinations

from home.centres.drawing import WIDTH, place
from home.centres.map_names import _PIN, MARGIN, PLACES, _box, _extent, _meet, place_names
from home.demo.files import FOLDER, read_rows


def test_the_demos_towns_keep_clear_of_each_other() -> None:
    rows = read_rows(FOLDER, "centres")
    places = {row["city"]: place(row["longitude"], row["latitude"]) for row in rows}
    spots = {town: (round(x), round(y)) for town, (x, y) in places.items()}
    names = place_names(spots)
    boxes = {town: _box(spots[town], _extent(town, names[town])) for town in spots}
    pins = {town: _box(spot, _PIN) for town, spot in spots.items()}
    assert not [pair for pair in combinations(boxes, 2) if _meet(boxes[pair[0]], boxes[pair[1]])]
    assert not [(name, pin) for name in boxes for pin in pins if _meet(boxes[name], pins[pin])]
    assert all(box[0] >= -MARGIN and box[2] <= WIDTH + MARGIN for box in boxes.values())


def test_a_name_turns_away_from_the_edge_and_from_a_neighbour() -> None:
    assert place_names({"Iași": (300, 200)}) == {"Iași": PLACES[0]}
    assert place_names({"Constanța": (590, 200)}) == {"Constanța": PLACES[1]}
    assert place_names({"Iași": (300, 200), "Vaslui": (340, 200)})["Iași"] == PLACES[1]


def test_where_nothing_is_free_it_stands_somewhere_all_the_same() -> None:
    crowd = {f"Orașul {number}": (300, 200) for number in range(6)}
    assert set(place_names(crowd)) == set(crowd)
