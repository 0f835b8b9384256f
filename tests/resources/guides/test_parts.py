"""A guide's body falls into parts; those for other readers are folded away, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from portal.audiences import Audience, is_for, parse_audience
from portal.blocks import GuideBlock
from resources.guides.parts import contents_of, parts_of

BODY = [
    ("note", {"kind": "info", "text": "For everybody, before any heading."}),
    ("section", {"title": "EU", "audiences": ["eu"]}),
    ("steps", {"title": "Steps of the EU", "steps": [{"title": "Go", "text": ""}]}),
    ("section", {"title": "Others", "audiences": ["third_country", "temporary"]}),
    ("paragraph", "<p>Text</p>"),
    ("heading", "Where to go"),
    ("checklist", {"title": "Bring", "items": ["A pen"]}),
]


def body() -> Any:
    return GuideBlock().to_python([{"type": kind, "value": value} for kind, value in BODY])


def test_a_section_holds_what_follows_up_to_the_next_heading() -> None:
    parts = parts_of(body(), None)
    assert [(part.title, part.audiences, len(part.pieces)) for part in parts] == [
        ("", [], 1),
        ("EU", ["eu"], 1),
        ("Others", ["third_country", "temporary"], 1),
        ("Where to go", [], 1),
    ]
    assert not any(part.is_folded for part in parts)


@pytest.mark.parametrize(
    ("reader", "folded"),
    [(Audience.EU, ["Others"]), (Audience.TEMPORARY, ["EU"]), (Audience.PROTECTION, ["EU", "Others"])],
)
def test_what_is_for_others_is_folded_and_still_there(reader: Audience, folded: list[str]) -> None:
    parts = parts_of(body(), reader)
    assert [part.title for part in parts if part.is_folded] == folded
    assert sum(len(part.pieces) for part in parts) == 4


def test_the_contents_name_each_place_once_and_only_of_a_long_guide() -> None:
    parts = parts_of(body(), None)
    assert contents_of(parts) == []  # four places
    longer = parts_of([*body(), *body()], None)
    entries = contents_of(longer)
    assert [entry.title for entry in entries] == ["EU", "Others", "Where to go", "Bring"] * 2
    assert len({entry.anchor for entry in entries}) == len(entries)


@pytest.mark.parametrize("value", ["everybody", "EU", "eu'", "", None])
def test_an_unknown_reader_is_everybody(value: str | None) -> None:
    assert parse_audience(value) is None
    assert is_for(["eu"], parse_audience(value))
