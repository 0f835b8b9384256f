"""In which order the queue can be read, and what comes before and after a row in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy


@dataclass(frozen=True)
class Key:
    """One field of an order. Where a field may be empty, empty comes last both ways; so indexes fit all others."""

    field: str
    is_descending: bool = False
    is_nullable: bool = False

    def expression(self, *, is_backward: bool = False) -> OrderBy:
        """Return what to sort by; backward is the same list read from its end."""
        goes_down = self.is_descending is not is_backward
        nulls = {"nulls_first" if is_backward else "nulls_last": True} if self.is_nullable else {}
        return F(self.field).desc(**nulls) if goes_down else F(self.field).asc(**nulls)

    def reversed(self) -> Key:
        """Return the key of the opposite order."""
        return Key(self.field, not self.is_descending, self.is_nullable)

    def same(self, value: Any) -> Q:
        """Return the condition on rows with this value."""
        return Q(**{self.field: value}) if value is not None else Q(**{f"{self.field}__isnull": True})

    def beyond(self, value: Any, *, is_backward: bool = False) -> Q | None:
        """Return the condition on rows after one with this value (backward: before it), ``None`` for no rows."""
        if value is None:
            return Q(**{f"{self.field}__isnull": False}) if is_backward else None
        lookup = "lt" if self.is_descending is not is_backward else "gt"
        condition = Q(**{f"{self.field}__{lookup}": value})
        return condition | Q(**{f"{self.field}__isnull": True}) if self.is_nullable and not is_backward else condition


Order = tuple[Key, ...]

ORDERS: dict[str, Order] = {
    "due_at": (Key("due_at", is_nullable=True), Key("pk")),
    "name": (Key("person__search_name"), Key("pk")),
    "course": (
        Key("course__kind"),
        Key("course__level"),
        Key("run__starts_on", is_nullable=True),
        Key("pk"),
    ),
    "state_since": (Key("state_since"), Key("pk")),
    "submitted_at": (Key("submitted_at"), Key("pk")),
    "turn": (Key("priority", is_descending=True), Key("queued_at", is_nullable=True), Key("pk")),
    "starts_on": (Key("run__starts_on", is_nullable=True), Key("due_at", is_nullable=True), Key("pk")),
}
"""By the name that the address knows; with a minus in front it is the opposite. Each ends in what is unique."""


def order_of(name: str) -> Order | None:
    """Return the order of a name of :data:`ORDERS`, or of its opposite; ``None`` for any other text."""
    order = ORDERS.get(name.removeprefix("-"))
    if order is None:
        return None
    return tuple(key.reversed() for key in order) if name.startswith("-") else order


def expressions(order: Order, *, is_backward: bool = False) -> list[OrderBy]:
    """Return what ``order_by`` takes."""
    return [key.expression(is_backward=is_backward) for key in order]


def beyond(order: Order, values: Sequence[Any], *, is_backward: bool = False) -> Q:
    """Return the condition on rows that come after a row with these values, in this order (backward: before)."""
    condition = Q(pk__in=[])
    same = Q()
    for key, value in zip(order, values, strict=True):
        step = key.beyond(value, is_backward=is_backward)
        if step is not None:
            condition |= same & step
        same &= key.same(value)
    first, value = order[0], values[0]
    if not first.is_nullable:
        # The same said twice, so that an index is read from there and not from its beginning.
        condition &= first.beyond(value, is_backward=is_backward) | first.same(value)  # type: ignore[operator]
    return condition
