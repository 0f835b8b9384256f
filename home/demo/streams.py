"""Bodies of pages: from the short form of the content files to the form that Wagtail stores."""

from __future__ import annotations

import uuid
from typing import Any

from home.demo.errors import DemoError
from portal.blocks import BodyBlock

NAMESPACE = uuid.UUID("6f1f0a5e-6a38-5f5c-9d0c-3a8f6de1b1b7")
"""Names of blocks and pages are made from it, so that every load gives the same."""

LISTS = {"steps": "steps", "checklist": "items"}
"""The field of a block that is a list."""


def stable_id(name: str) -> str:
    """Return the same id for the same name, on every load and in every language.

    wagtail-localize matches a translated text to its block by this id.
    """
    return str(uuid.uuid5(NAMESPACE, name))


def stored_body(path: str, pieces: list[dict[str, Any]], where: str) -> list[dict[str, Any]]:
    """Return a body as a StreamField stores it.

    ``pieces`` are dictionaries with one key, the name of a block of :class:`BodyBlock`; ``path`` is the
    page's. Raises :class:`DemoError` naming ``where`` and the number of the piece that isn't right.
    """
    blocks: list[dict[str, Any]] = []
    for number, piece in enumerate(pieces):
        here = f"{path}/{number}"
        if len(piece) != 1:
            raise DemoError(f"{where}, body piece {number + 1}: one block was expected, not {sorted(piece)}")
        ((kind, value),) = piece.items()
        child = BodyBlock().child_blocks.get(kind)
        if child is None:
            raise DemoError(f"{where}, body piece {number + 1}: there is no block {kind!r}")
        if isinstance(value, dict):
            value = {name: field for name, field in value.items() if field is not None}
            unknown = set(value) - set(getattr(child, "child_blocks", {}))
            if unknown:
                raise DemoError(f"{where}, body piece {number + 1}: {kind} has no {sorted(unknown)}")
        if kind in LISTS:
            # An item without an id would come back empty from a translation.
            items = [
                {"type": "item", "value": item, "id": stable_id(f"{here}/{index}")}
                for index, item in enumerate(value[LISTS[kind]])
            ]
            value = {**value, LISTS[kind]: items}
        blocks.append({"type": kind, "value": value, "id": stable_id(here)})
    return blocks
