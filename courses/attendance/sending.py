"""Marks as they arrive: from a form without a script, or as JSON from a device."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from courses.attendance.models import Mark
from courses.attendance.services import Conflict, Marked, Saved
from courses.enrolment.models import Enrolment
from portal import clock

MOST = 500
"""More marks than any class has learners: what sends them is no page of ours."""
_LARGEST_PK = 2**63 - 1


class Unreadable(ValueError):
    """What was sent isn't what our pages send."""


def read_form(data: Mapping[str, Any], learners: Sequence[Enrolment]) -> list[Marked]:
    """Return what was chosen in a form for these learners.

    The button ``everybody`` gives everybody without a choice the mark that is its value. What isn't a mark is
    taken for no choice. Each mark is new: the same form sent twice finds its marks standing already.
    """
    for_the_rest = _mark(data.get("everybody"))
    now = clock.now()
    chosen = ((learner.pk, _mark(data.get(f"mark-{learner.pk}")) or for_the_rest) for learner in learners)
    return [
        Marked(pk, mark, now, uuid.uuid4().hex, based_on=str(_mark(data.get(f"was-{pk}")) or ""))
        for pk, mark in chosen
        if mark is not None
    ]


def read_json(body: bytes) -> tuple[int, list[Marked]]:
    """Return for which user (primary key) a device sends, and its marks. Raises :class:`Unreadable`.

    ``{"user": 1, "marks": [{"enrolment": 1, "mark": "late", "at": "2026-11-23T10:00:00Z", "key": "…",
    "based_on": ""}]}``
    """
    try:
        sent = json.loads(body)
        user, rows = sent["user"], sent["marks"]
        if not isinstance(user, int) or not isinstance(rows, list) or len(rows) > MOST:
            raise Unreadable
        return user, [_marked(row) for row in rows]
    except (KeyError, TypeError, ValueError, RecursionError, OverflowError) as error:
        raise Unreadable from error


def answer(saved: Saved) -> dict[str, Any]:
    """Return what a device is told: how the marks stand, what is to be decided, what was refused and why."""
    return {
        "marks": saved.marks,
        "conflicts": [
            {"enrolment": conflict.enrolment, "mark": conflict.mark, "by": who_set(conflict)}
            for conflict in saved.conflicts
        ],
        "refused": {pk: str(why) for pk, why in saved.refused.items()},
        "saved_at": f"{timezone.localtime(clock.now(), clock.ZONE):%H:%M}",
    }


def who_set(conflict: Conflict) -> str:
    """Return the name of who set the mark that stands."""
    return name_of(conflict.by)


def name_of(user: User | None) -> str:
    """Return a colleague's name, "" for one whose account is gone."""
    return (user.get_full_name() or user.get_username()) if user else ""


def _marked(row: Mapping[str, Any]) -> Marked:
    pk, at, key = row["enrolment"], parse_datetime(row["at"]), row["key"]
    if not isinstance(pk, int) or not 0 < pk <= _LARGEST_PK:
        raise Unreadable
    if not isinstance(key, str) or not 8 <= len(key) <= 64 or not key.isprintable():
        raise Unreadable
    if at is None or timezone.is_naive(at):
        raise Unreadable
    based_on = row.get("based_on") or ""
    return Marked(pk, Mark(row["mark"]), at.astimezone(dt.UTC), key, str(Mark(based_on)) if based_on else "")


def _mark(value: Any) -> Mark | None:
    return Mark(value) if value in Mark.values else None
