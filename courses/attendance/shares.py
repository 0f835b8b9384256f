"""How much of a course each learner attended, and who is about to be lost.

The share is the attended minutes of the minutes that were held since somebody's place was confirmed. Held is a
session that has ended, wasn't cancelled, and in which at least one person was marked. Late counts as attended,
excused doesn't: the funders' rule is about presence. Marks from a group that somebody was moved out of go along.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.db.models import Exists, OuterRef, Q

from courses.attendance.models import THERE, Attendance, Mark
from courses.attendance.querysets import SEATED, joined_at
from courses.catalogue.models import Run, Session
from courses.enrolment.models import Enrolment
from portal import clock

MISSED_TOO_OFTEN = 2
"""So many absences in a row, without an excuse, and somebody should call."""


@dataclass(frozen=True)
class Meeting:
    """A session as the arithmetic sees it, for one learner. ``mark`` is theirs, "" where there is none."""

    starts_at: dt.datetime
    minutes: int
    is_held: bool
    mark: str = ""


@dataclass(frozen=True)
class Share:
    """What a learner attended. ``warning`` is the most urgent of ``warnings``, "" where there is none.

    Codes, the most urgent first: ``missed`` (absent in a row), ``out_of_reach`` (not even everything that is to
    come makes the percentage for completion), ``joined_late``.
    """

    attended_minutes: int
    held_minutes: int
    missed_in_a_row: int
    warnings: tuple[str, ...] = ()

    @property
    def percent(self) -> int | None:
        """The share, rounded down so that it never says more than was reached; ``None`` before anything was held."""
        return self.attended_minutes * 100 // self.held_minutes if self.held_minutes else None

    @property
    def warning(self) -> str:
        """The most urgent warning."""
        return self.warnings[0] if self.warnings else ""

    def reaches(self, percent: int) -> bool:
        """Whether a completion rule of so many per cent is met now. Never before anything was held."""
        return self.percent is not None and self.percent >= percent


def share_of(meetings: Sequence[Meeting], *, completion_percent: int, joined_late: bool = False) -> Share:
    """Return the share of somebody whose meetings these are, in order of time, held and to come.

    What is not held may still be: sessions to come, and past ones that nobody has marked yet.
    """
    held = [meeting for meeting in meetings if meeting.is_held]
    attended = sum(meeting.minutes for meeting in held if meeting.mark in THERE)
    possible = sum(meeting.minutes for meeting in meetings if not meeting.is_held)
    total = sum(meeting.minutes for meeting in held)
    marks = [meeting.mark for meeting in reversed(held) if meeting.mark]
    missed = sum(1 for _ in takewhile(lambda mark: mark == Mark.ABSENT, marks))
    warnings = {
        "missed": missed >= MISSED_TOO_OFTEN,
        "out_of_reach": bool(total) and (attended + possible) * 100 < completion_percent * (total + possible),
        "joined_late": joined_late,
    }
    return Share(attended, total, missed, tuple(code for code, is_so in warnings.items() if is_so))


def shares_of(run: Run) -> dict[int, Share]:
    """Return the share of everybody who has or had a confirmed place in a run, by the enrolment's primary key.

    Four queries for a run of any size, one more where ``run.course`` isn't at hand.
    """
    now = clock.now()
    is_marked = Exists(Attendance.objects.filter(session=OuterRef("pk")))
    planned = Session.objects.filter(run=run, is_cancelled=False).order_by("starts_at", "pk")
    sessions: list[Any] = list(planned.annotate(is_marked=is_marked))
    marks: dict[int, dict[int, str]] = {}
    before: dict[int, list[Meeting]] = {}
    rows = Attendance.objects.filter(enrolment__run=run).select_related("session")
    for row in rows.order_by("session__starts_at", "pk"):
        marks.setdefault(row.enrolment_id, {})[row.session_id] = row.mark
        if row.session.run_id != run.pk and not row.session.is_cancelled and row.session.ends_at <= now:
            before.setdefault(row.enrolment_id, []).append(_meeting(row.session, is_held=True, mark=row.mark))
    wanted = Q(run=run) & (Q(state__in=SEATED) | Q(pk__in=list(marks)))
    learners = list(Enrolment.objects.filter(wanted).order_by("pk").values_list("pk", flat=True))
    since = joined_at(learners)
    shares = {}
    for pk in learners:
        own = marks.get(pk, {})
        meetings = [
            _meeting(session, is_held=session.is_marked and session.ends_at <= now, mark=own.get(session.pk, ""))
            for session in _sessions_for(sessions, since.get(pk), own)
        ]
        shares[pk] = share_of(
            sorted([*before.get(pk, []), *meetings], key=lambda meeting: meeting.starts_at),
            completion_percent=run.course.completion_percent,
            joined_late=_joined_late(sessions, since.get(pk)) and pk not in before,
        )
    return shares


def _sessions_for(sessions: Iterable[Any], since: dt.datetime | None, marked: Collection[int]) -> Iterable[Any]:
    """Return the sessions that count for somebody: since they have been in, and whatever they have a mark in."""
    return (session for session in sessions if since is None or session.ends_at > since or session.pk in marked)


def _joined_late(sessions: Sequence[Session], since: dt.datetime | None) -> bool:
    return bool(sessions) and since is not None and since > sessions[0].ends_at


def _meeting(session: Session, *, is_held: bool, mark: str) -> Meeting:
    minutes = int((session.ends_at - session.starts_at).total_seconds()) // 60
    return Meeting(session.starts_at, minutes, is_held, mark)
