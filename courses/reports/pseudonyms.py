"""Names for people whom a reader may count but not know."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils.crypto import salted_hmac

LENGTH = 8


def pseudonym_for(user: User, person: int) -> str:
    """Return what a person (by primary key) is called in one user's lists of today's figures.

    The same in all of them; another one for every user, and not to be computed without the portal's key.
    """
    digest = salted_hmac("courses.reports.pseudonym", f"{user.pk}:{person}", algorithm="sha256").hexdigest()
    return f"P-{digest[:LENGTH].upper()}"


def draw_pseudonyms(people: Iterable[int]) -> dict[int, str]:
    """Return a random, different name for each person: nothing leads back from it, here or elsewhere."""
    drawn: dict[int, str] = {}
    taken: set[str] = set()
    for person in people:
        while (name := f"P-{secrets.token_hex(LENGTH // 2).upper()}") in taken:
            pass
        taken.add(name)
        drawn[person] = name
    return drawn
