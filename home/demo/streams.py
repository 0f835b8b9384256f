"""Bodies of pages: from the short form of the content files to the form that Wagtail stores."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from home.demo.errors import DemoError

NAMESPACE = uuid.UUID("6f1f0a5e-6a38-5f5c-9d0c-3a8f6de1b1b7")
"""Names of blocks and pages are made from it, so that every load gives the same."""


@dataclass(frozen=True)
class Choosable:
    """What blocks may choose, as primary keys: pages by path (None: nobody has written it yet), files by code."""

    pages: Mapping[str, int | None]
    pictures: Mapping[str, int | None]
    documents: Mapping[str, int | None]


def stable_id(name: str) -> str:
    """Return the same id for the same name, on every load and in every language.

    wagtail-localize matches a translated text to its block by this id.
    """
    return str(uuid.uuid5(NAMESPACE, name))


def stored_body(
    path: str, pieces: list[dict[str, Any]], where: str, body: blocks.StreamBlock, rows: Choosable
) -> list[dict[str, Any]]:
    """Return a body as a StreamField of the blocks of ``body`` stores it.

    ``pieces`` are dictionaries with one key, the name of a block; where there is but one kind of block they are
    its value. ``path`` is the page's. Raises :class:`DemoError` naming ``where`` and the number of the piece that
    isn't right.
    """
    kinds = body.child_blocks
    only = next(iter(kinds)) if len(kinds) == 1 else ""
    stored: list[dict[str, Any]] = []
    for number, piece in enumerate({only: piece} for piece in pieces) if only else enumerate(pieces):
        here = f"{where}, body piece {number + 1}"
        if only and _waits(piece[only], rows.pages):
            continue
        if not isinstance(piece, dict) or len(piece) != 1:
            raise DemoError(f"{here}: one block was expected")
        ((kind, value),) = piece.items()
        if kind not in kinds:
            raise DemoError(f"{here}: there is no block {kind!r}")
        name = f"{path}/{number}"
        stored.append({"id": stable_id(name), "type": kind, "value": _stored(kinds[kind], value, name, here, rows)})
    return stored


def _waits(value: Any, pages: Mapping[str, int | None]) -> bool:
    """Whether a value chooses a page that nobody has written yet."""
    return isinstance(value, dict) and value.get("page", "") in pages and pages[value["page"]] is None


def _stored(block: blocks.Block, value: Any, name: str, where: str, rows: Choosable) -> Any:
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
                field: _stored(block.child_blocks[field], value.get(field), f"{name}/{field}", where, rows)
                for field in sorted(block.child_blocks, key=lambda field: (len(field), field))
            }
        case blocks.ListBlock():
            # An item without an id would come back empty from a translation.
            return [
                {
                    "id": stable_id(f"{name}/{index}"),
                    "type": "item",
                    "value": _stored(block.child_block, item, f"{name}/{index}", where, rows),
                }
                for index, item in enumerate(value or [])
            ]
        case blocks.MultipleChoiceBlock():
            return list(value or [])
        case blocks.ChooserBlock():
            return _chosen(block, value, where, rows)
        case _:
            # As the admin stores a field that was left empty; wagtail-localize stumbles over None.
            return "" if value is None else str(value).strip()


def _chosen(block: blocks.ChooserBlock, value: Any, where: str, rows: Choosable) -> int | None:
    """Return the key of what a block chooses by path or code."""
    match block:
        case blocks.PageChooserBlock():
            what, known = "page", rows.pages
        case ImageChooserBlock():
            what, known = "picture", rows.pictures
        case DocumentChooserBlock():
            what, known = "document", rows.documents
        case _:
            raise DemoError(f"{where}: the demo can't choose for a {type(block).__name__}")
    if value not in known:
        raise DemoError(f"{where}: there is no {what} {value!r}")
    return known[value]
