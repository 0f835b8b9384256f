"""What a trainer or a centre's staff has to do about attendance, by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet

from courses.attendance.models import Attendance, Mark
from courses.attendance.querysets import (
    absent_in_a_row,
    given_by,
    not_marked,
    sessions_of,
    start_of,
    with_counts,
)
from courses.catalogue.models import Run, Session
from courses.enrolment.models import Enrolment
from portal import clock

LOOKS_BACK = dt.timedelta(days=60)
"""What wasn't marked for longer than this isn't asked for any more; the group's page still leads to it."""
LOOKS_AHEAD = dt.timedelta(days=7)
SHOWN = 12
"""Rows of a section; a number says how many there are in all."""


@dataclass(frozen=True)
class Agenda:
    """Sessions of one user: of today, past ones without a mark (and how many in all), the next ones; their groups."""

    today: Sequence[Session]
    unmarked: Sequence[Session]
    unmarked_count: int
    coming: Sequence[Session]
    runs: Sequence[Run]


@dataclass(frozen=True)
class ToCall:
    """A learner who was absent several times in a row."""

    enrolment: Enrolment
    missed: int


def agenda_of(user: User) -> Agenda:
    """Return what concerns a user: who gives sessions their own, staff those of their centres. Five queries."""
    day = clock.today()
    sessions = _concerning(user)
    begin, end = start_of(day), start_of(day + dt.timedelta(days=1))
    past = not_marked(sessions).filter(starts_at__gte=begin - LOOKS_BACK, starts_at__lt=begin)
    live = sessions.exclude(run__state=Run.State.CANCELLED)
    coming = live.filter(is_cancelled=False, starts_at__gte=end, starts_at__lt=end + LOOKS_AHEAD)
    runs = Run.objects.filter(pk__in=live.values("run"), starts_on__lte=day, ends_on__gte=day - LOOKS_BACK)
    return Agenda(
        today=_rows(live.filter(starts_at__gte=begin, starts_at__lt=end).order_by("starts_at", "pk")),
        unmarked=_rows(past.order_by("-starts_at", "-pk")[:SHOWN]),
        unmarked_count=past.count(),
        coming=_rows(coming.order_by("starts_at", "pk")[:SHOWN]),
        runs=list(runs.select_related("course", "centre").order_by("-starts_on", "pk")[:SHOWN]),
    )


def own_sessions_today(user: User) -> list[Session]:
    """Return the sessions that a user gives today, with their counts. One query."""
    begin = start_of(clock.today())
    own = Session.objects.filter(given_by(user), starts_at__gte=begin, starts_at__lt=begin + dt.timedelta(days=1))
    return _rows(own.filter(run__state=Run.State.OPEN, is_cancelled=False).order_by("starts_at", "pk"))


def own_unmarked(user: User) -> int:
    """Return how many sessions a user gave before today in which nobody is marked. One query."""
    begin = start_of(clock.today())
    own = Session.objects.filter(given_by(user), run__state=Run.State.OPEN)
    return not_marked(own).filter(starts_at__gte=begin - LOOKS_BACK, starts_at__lt=begin).count()


def people_to_call(user: User) -> list[ToCall]:
    """Return who was absent twice or more in a row in a group of the user's centres. Two queries, none of a trainer's.

    Who missed more comes first.
    """
    learners = list(absent_in_a_row(user).select_related("person", "run", "centre").order_by("pk")[: SHOWN * 3])
    marks = (
        Attendance.objects.filter(enrolment__in=learners, session__ends_at__lte=clock.now())
        .order_by("-session__starts_at", "-pk")
        .values_list("enrolment", "mark")
    )
    missed: dict[int, int] = {}
    came: set[int] = set()
    for enrolment, mark in marks:
        if mark != Mark.ABSENT:
            came.add(enrolment)
        elif enrolment not in came:
            missed[enrolment] = missed.get(enrolment, 0) + 1
    calls = [ToCall(learner, missed[learner.pk]) for learner in learners]
    return sorted(calls, key=lambda call: (-call.missed, call.enrolment.pk))


def _concerning(user: User) -> QuerySet[Session]:
    """A substitute's session isn't the trainer's work any more, but its staff look after all of them."""
    sessions = sessions_of(user)
    if user.is_superuser:
        return sessions
    return sessions.exclude(trainer=user, substitute__isnull=False)


def _rows(sessions: QuerySet[Session]) -> list[Session]:
    return list(with_counts(sessions).select_related("run__course", "run__centre", "trainer", "substitute"))
