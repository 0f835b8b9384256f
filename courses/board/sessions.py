"""The sessions of a run as its board shows them: the next one, and what nobody has marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from courses.attendance.querysets import with_counts
from courses.catalogue.models import Run, Session
from portal import clock

SHOWN = 4
"""So many sessions to come stand on the board at once; all of them are one click away."""


@dataclass(frozen=True)
class Line:
    """One session: whether it is over, the next one, and how many of how many learners are marked."""

    session: Session
    is_over: bool
    is_next: bool

    @property
    def is_unmarked(self) -> bool:
        """Whether it took place with learners, and nobody has written down who was there."""
        counts = vars(self.session)
        return self.is_over and not self.session.is_cancelled and bool(counts["expected"]) and not counts["marked"]


@dataclass(frozen=True)
class Sessions:
    """All sessions of a run in order of time."""

    lines: Sequence[Line]

    @property
    def live(self) -> list[Session]:
        """Those that take place."""
        return [line.session for line in self.lines if not line.session.is_cancelled]

    @property
    def unmarked(self) -> list[Line]:
        """Those that are over without a mark."""
        return [line for line in self.lines if line.is_unmarked]

    @property
    def coming(self) -> list[Line]:
        """The next few."""
        return [line for line in self.lines if not line.is_over and not line.session.is_cancelled][:SHOWN]

    @property
    def trainers(self) -> list[str]:
        """Who teaches, by name, the most usual first."""
        names: dict[str, int] = {}
        for session in self.live:
            if session.trainer is not None:
                name = session.trainer.get_full_name() or session.trainer.get_username()
                names[name] = names.get(name, 0) + 1
        return sorted(names, key=lambda name: (-names[name], name))

    @property
    def rooms(self) -> list[str]:
        """The rooms, the most usual first."""
        rooms: dict[str, int] = {}
        for session in self.live:
            if session.room:
                rooms[session.room] = rooms.get(session.room, 0) + 1
        return sorted(rooms, key=lambda room: (-rooms[room], room))


def sessions_of_board(run: Run) -> Sessions:
    """Return the sessions of a run with who teaches them and how many are marked. One query."""
    rows = with_counts(Session.objects.filter(run=run)).select_related(None).select_related("trainer", "substitute")
    sessions = list(rows.order_by("starts_at", "pk"))
    now = clock.now()
    next_one = next((session for session in sessions if session.ends_at > now and not session.is_cancelled), None)
    return Sessions(
        [
            Line(session, is_over=session.ends_at <= now, is_next=next_one is not None and session.pk == next_one.pk)
            for session in sessions
        ]
    )
