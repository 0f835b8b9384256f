"""Who or what is taken twice: a room of a centre, or a trainer, at the same time. Warnings, never refusals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from anyascii import anyascii
from django.db.models import Q

from courses.catalogue.models import Run, Session
from courses.catalogue.planning import PlannedSession


class Kind(Enum):
    """What is taken twice."""

    ROOM = "room"
    TRAINER = "trainer"


@dataclass(frozen=True)
class Conflict:
    """Something that the session ``other`` takes at the same time."""

    kind: Kind
    other: Session


def fold_room(room: str) -> str:
    """Return a room's name as it is compared: „Sala 2", "sala  2" and "SALA-2" are one room."""
    return "".join(letter for letter in anyascii(room).casefold() if letter.isalnum())


def as_planned(session: Session) -> PlannedSession:
    """Return when, where and with whom a stored session takes place: a substitute stands for the trainer."""
    trainer_id = session.substitute_id or session.trainer_id
    return PlannedSession(session.starts_at, session.ends_at, session.room, trainer_id)


def find_conflicts(
    *, run: Run, sessions: Sequence[PlannedSession], without: Collection[int] = ()
) -> list[list[Conflict]]:
    """Return for each meeting of a run what it takes that another session has at the same time.

    A room is the same where centre, venue and name are. Cancelled sessions and those of cancelled runs take
    nothing; drafts do. ``without`` names sessions (primary keys) that don't count: the meeting itself, or what
    it replaces. One query for any number of meetings; none for meetings without a room and a trainer.
    """
    rooms = {fold_room(session.room) for session in sessions} - {""}
    trainers = {session.trainer_id for session in sessions} - {None}
    if not rooms and not trainers:
        return [[] for _session in sessions]
    # ``run.venue`` is compared exactly: it is written once for a run, not with every session.
    same_place = Q(run__centre=run.centre_id, run__venue=run.venue) & ~Q(room="")
    others = list(
        Session.objects.filter(
            same_place | Q(trainer__in=trainers) | Q(substitute__in=trainers),
            starts_at__lt=max(session.ends_at for session in sessions),
            ends_at__gt=min(session.starts_at for session in sessions),
            is_cancelled=False,
        )
        .exclude(run__state=Run.State.CANCELLED)
        .exclude(pk__in=without)
        .select_related("run", "trainer", "substitute")
        .order_by("starts_at", "pk")
    )
    return [_of(run, session, others) for session in sessions]


def _of(run: Run, session: PlannedSession, others: Sequence[Session]) -> list[Conflict]:
    found = []
    for other in others:
        if other.starts_at >= session.ends_at or other.ends_at <= session.starts_at:
            continue
        if _same_place(run, other.run) and session.room and fold_room(other.room) == fold_room(session.room):
            found.append(Conflict(Kind.ROOM, other))
        if session.trainer_id is not None and as_planned(other).trainer_id == session.trainer_id:
            found.append(Conflict(Kind.TRAINER, other))
    return found


def _same_place(run: Run, other: Run) -> bool:
    return (run.centre_id, run.venue) == (other.centre_id, other.venue)


def conflicts_of_run(run: Run, sessions: Sequence[Session], now: dt.datetime) -> dict[int, list[Conflict]]:
    """Return the conflicts of a run's stored sessions that aren't over, by the session's primary key.

    ``sessions`` are all of the run. Two of its own at the same time are a conflict as well. One query.
    """
    if run.state == Run.State.CANCELLED:
        return {}
    live = [session for session in sessions if not session.is_cancelled and session.ends_at > now]
    found = find_conflicts(run=run, sessions=[as_planned(session) for session in live])
    return {
        session.pk: [conflict for conflict in conflicts if conflict.other.pk != session.pk]
        for session, conflicts in zip(live, found, strict=True)
    }
