"""Whose rows a member of staff may join. Across centres only a coordinator does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User

from portal.directory.access import memberships_of
from portal.directory.models import Membership


@dataclass(frozen=True)
class Reach:
    """How far a user's rights go: centres (primary keys) whose people they see, and those they coordinate."""

    sees_all: bool
    sees: frozenset[int]
    coordinates: frozenset[int]

    @classmethod
    def of(cls, user: User) -> Reach:
        """Return a user's rights as they are now. One query; none for a superuser."""
        if user.is_superuser:
            return cls._from([], sees_all=True)
        return cls._from(Membership.objects.filter(user=user).values_list("centre", "role"))

    @classmethod
    def on_page(cls, user: User) -> Reach:
        """Return a user's rights for what a page shows: of the memberships that the request has read already."""
        return cls._from([], sees_all=True) if user.is_superuser else cls._from(memberships_of(user))

    @classmethod
    def _from(cls, memberships: Iterable[tuple[int, str]], *, sees_all: bool = False) -> Reach:
        rows = [(centre, role) for centre, role in memberships if role in Membership.SEES_PEOPLE]
        return cls(
            sees_all=sees_all,
            sees=frozenset(centre for centre, _role in rows),
            coordinates=frozenset(centre for centre, role in rows if role == Membership.Role.COORDINATOR),
        )

    def covers(self, centres: Collection[int]) -> bool:
        """Whether the user sees the people of all these centres."""
        return self.sees_all or self.sees >= set(centres)

    def may_join(self, centres: Collection[int]) -> bool:
        """Whether the user may join people whose enrolments, taken together, are at these centres.

        Within one centre its staff; where several are concerned, who coordinates one of them.
        """
        if len(set(centres)) == 1 and self.covers(centres):
            return True
        return bool(centres) and (self.sees_all or bool(self.coordinates & set(centres)))
