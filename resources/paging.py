"""Long lists in parts: a link to the part before and one to the part after, never one for each number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from resources.facets import query_of

if TYPE_CHECKING:
    from django.http import HttpRequest

M = TypeVar("M", bound=Model)
LAST_PART = 500
"""Nobody reads as far; an address that goes further is a machine's."""


@dataclass(frozen=True)
class Part(Generic[M]):
    """Some rows of a list; ``before`` and ``after`` are what the addresses of its neighbours end with, "" for none."""

    rows: list[M]
    number: int
    before: str
    after: str

    def kept(self, *, is_narrowed: bool) -> str:
        """Return what the address that search engines keep ends with: a later part of the whole list is a page of
        its own, one of a narrowed list isn't.
        """
        return f"?page={self.number}" if self.number > 1 and self.rows and not is_narrowed else ""


def part_of(rows: QuerySet[M], request: HttpRequest, size: int, **carried: Any) -> Part[M]:
    """Return the part that ``?page=`` names. One query: it reads one row more than it shows, and counts nothing."""
    asked = request.GET.get("page", "")
    number = min(int(asked), LAST_PART) if asked.isascii() and asked.isdigit() and int(asked) else 1
    found = list(rows[(number - 1) * size : number * size + 1])
    return Part(
        rows=found[:size],
        number=number,
        before=(query_of(**carried, page=str(number - 1) if number > 2 else "") or "?") if number > 1 else "",
        after=query_of(**carried, page=str(number + 1)) if len(found) > size else "",
    )
