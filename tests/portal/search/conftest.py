from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portal.search.documents import Document
from portal.search.services import rebuild_index


@pytest.fixture
def index(db: None) -> Callable[..., int]:
    """``index(document, ...)`` makes the index of these documents alone."""

    def make(*documents: Document) -> int:
        return rebuild_index(documents=documents)

    return make


def document(key: str, language: str = "en", **values: Any) -> Document:
    """A document with an address that follows from its key."""
    defaults = {"kind": "guide", "path": f"resources/{key}/", "title": key}
    return Document(key=f"page:{key}", language=language, **(defaults | values))
