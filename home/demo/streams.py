"""Bodies of pages: from the short form of the content files to the form that Wagtail stores."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from home.demo.errors import DemoError

NAMESPACE = uuid.UUID("6f1f0a5e-6a38-5f5c-9d0c-3a8f6de1b1b7")
"""Names of blocks and pages are made from it, so that every load gives the same."""


def stable_id(name: str) -> str:
    """Return the same id for the same name, on every load and in every language.

    wagtail-localize matches a translated text to its block by this id.
    """
    return str(uuid.uuid5(NAMESPACE, name))


def stored_body(
    path: str, pieces: list[dict[str, Any]], where: str, *, body: blocks.StreamBlock, pictures: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return a body as a StreamField stores it.

    ``pieces`` are dictionaries with one key, the name of a block of ``body``; ``path`` is the page's,
    ``pictures`` are keys of images by their code. Raises :class:`DemoError` naming ``where`` and the number of
    the piece that isn't right.
    """
    kinds = body.child_blocks
    stored: list[dict[str, Any]] = []
    for number, piece in enumerate(pieces):
        here = f"{where}, body piece {number + 1}"
        if not isinstance(piece, dict) or len(piece) != 1:
            raise DemoError(f"{here}: one block was expected")
        ((kind, value),) = piece.items()
        if kind not in kinds:
            raise DemoError(f"{here}: there is no block {kind!r}")
        name = f"{path}/{number}"
        stored.append({"id": stable_id(name), "type": kind, "value": _stored(kinds[kind], value, name, here, pictures)})
    return stored


def _stored(block: blocks.Block, value: Any, name: str, where: str, pictures: Mapping[str, int]) -> Any:
    match block:
        case blocks.StructBlock():
            if not isinstance(value, dict):
                raise DemoError(f"{where}: fields were expected")
            unknown = sorted(set(value) - set(block.child_blocks))
            if unknown:
                raise DemoError(f"{where}: there is no field {', '.join(unknown)}")
            # In the order that PostgreSQL gives the keys of jsonb, else wagtail-localize takes a page that
            # it reads from the database for one that was edited.
            return {
                field: _stored(block.child_blocks[field], value.get(field), f"{name}/{field}", where, pictures)
                for field in sorted(block.child_blocks, key=lambda field: (len(field), field))
            }
        case blocks.ListBlock():
            # An item without an id would come back empty from a translation.
            return [
                {
                    "id": stable_id(f"{name}/{index}"),
                    "type": "item",
                    "value": _stored(block.child_block, item, f"{name}/{index}", where, pictures),
                }
                for index, item in enumerate(value or [])
            ]
        case ImageChooserBlock():
            if value not in pictures:
                raise DemoError(f"{where}: there is no picture {value!r}")
            return pictures[value]
        case _:
            # As the admin stores a field that was left empty; wagtail-localize stumbles over None.
            return "" if value is None else str(value).strip()
