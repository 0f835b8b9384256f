"""In which roles a user belongs to centres: asked for once a request, since every item of the menu wants to know."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from portal.directory.models import Membership

_KEPT = "_roles_at_centres"


def memberships_of(user: Any) -> frozenset[tuple[int, str]]:
    """Return where (a centre's primary key) a user has which role (``Membership.Role``); nothing for a visitor.

    Kept with the user's object, which lives as long as a request: one query the first time, none afterwards. It
    decides what a page shows; what a write may do is asked anew.
    """
    known: frozenset[tuple[int, str]] | None = getattr(user, _KEPT, None)
    if known is None:
        known = frozenset(Membership.objects.filter(user=user.pk).values_list("centre", "role"))
        setattr(user, _KEPT, known)
    return known


def roles_of(user: Any) -> frozenset[str]:
    """Return the roles that a user has at any centre. At most one query a request."""
    return frozenset(role for _centre, role in memberships_of(user))


def has_role(user: Any, roles: Collection[str]) -> bool:
    """Whether a user has one of these roles at any centre; administrators have each. At most one query a request."""
    return bool(user.is_superuser) or not roles_of(user).isdisjoint(roles)
