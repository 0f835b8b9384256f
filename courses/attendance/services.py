"""The only writer of marks: many at once, from a device that may have been offline, each exactly once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from courses.attendance.models import THERE, Attendance, AttendanceChange, Mark
from courses.attendance.querysets import day_of, learners_of, sessions_of, start_of
from courses.catalogue.models import Run, Session
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.places import lock_run
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.steps import finish
from portal import clock

EARLIEST_BEFORE = dt.timedelta(days=1)
"""A device's clock that is further back than this before the day of the session is wrong."""

NOT_A_LEARNER: Promise = pgettext_lazy("staff", "Not a learner of this session.")


@dataclass(frozen=True)
class Marked:
    """One tap on a device.

    ``marked_at`` is an aware moment of the device's clock; ``key`` its own id of this tap, at most 64 characters;
    ``based_on`` the mark that it showed before, "" for none.
    """

    enrolment: int
    mark: Mark
    marked_at: dt.datetime
    key: str
    based_on: str = ""


@dataclass(frozen=True)
class Conflict:
    """A mark that was not written, because another one has been set that the device hadn't seen."""

    enrolment: int
    mark: str
    by: User | None


@dataclass
class Saved:
    """What became of the marks: how each stands now, how many were written, what is to be decided, what can't be."""

    marks: dict[int, str] = field(default_factory=dict)
    changed: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    refused: dict[int, Promise] = field(default_factory=dict)


@transaction.atomic
def save_marks(*, session: Session, user: User, marks: Sequence[Marked]) -> Saved:
    """Write the marks of a session, in the order given; a fixed number of queries for any number of people.

    A key that was written before is nothing new, and a mark that stands already isn't written again. Where
    somebody else changed a mark that the device hadn't seen, it stays and comes back as a conflict; sending again
    with ``based_on`` that mark decides. Whoever is there for the first time takes part from now on. Every mark
    that is set or corrected leaves an :class:`AttendanceChange`.

    A person who isn't a learner of the session is refused alone: a device that was offline must get rid of the
    others. Raises :class:`Refused` for all of them: ``closed`` for a session that is cancelled or on a day to come,
    ``state`` for one that this user may not mark, ``busy``.
    """
    run = lock_run(session.run_id)
    locked = sessions_of(user).filter(pk=session.pk).first()
    if locked is None:
        raise Refused(pgettext("staff", "Somebody else gives this session."), code="state")
    if why := why_closed(locked, run):
        raise Refused(why, code="closed")
    writer = _Writer(locked, user, known_keys={mark.key for mark in marks})
    for marked in marks:
        writer.take(marked)
    writer.write()
    _let_attend(run, writer.came, user)
    return writer.saved


def why_closed(session: Session, run: Run) -> str:
    """Return why nobody can be marked at a session, as a sentence for staff; "" when they can."""
    if session.is_cancelled:
        return pgettext("staff", "This session is cancelled.")
    if run.state == Run.State.CANCELLED:
        return pgettext("staff", "This group is cancelled.")
    if day_of(session) > clock.today():
        return pgettext("staff", "This session is still to come: marks are set on its day.")
    return ""


class _Writer:
    """Decides about each mark against those that stand, then writes all of them at once."""

    def __init__(self, session: Session, user: User, *, known_keys: Collection[str]) -> None:
        self.saved = Saved()
        self.came: list[int] = []
        self._session = session
        self._user = user
        self._now = clock.now()
        self._earliest = start_of(day_of(session)) - EARLIEST_BEFORE
        self._learners = {enrolment.pk: enrolment for enrolment in learners_of(session)}
        self._rows = {row.enrolment_id: row for row in Attendance.objects.filter(session=session)}
        self._keys = set(AttendanceChange.objects.filter(key__in=known_keys).values_list("key", flat=True))
        last = AttendanceChange.objects.filter(attendance__session=session).order_by("attendance", "-pk")
        self._setters = {
            change.attendance.enrolment_id: change.user
            for change in last.distinct("attendance").select_related("user", "attendance")
        }
        self._touched: dict[int, Attendance] = {}
        self._changes: list[AttendanceChange] = []

    def take(self, marked: Marked) -> None:
        """Decide about one mark."""
        pk = marked.enrolment
        if pk not in self._learners:
            self.saved.refused[pk] = NOT_A_LEARNER
            return
        row = self._rows.get(pk) or Attendance(session=self._session, enrolment_id=pk, mark="")
        if marked.key not in self._keys and row.mark != marked.mark:
            marked_at = min(max(marked.marked_at, self._earliest), self._now)
            if self._is_news(row, marked, marked_at):
                self.saved.conflicts.append(Conflict(pk, row.mark, self._setters.get(pk)))
            else:
                self._set(row, marked, marked_at)
        self.saved.marks[pk] = row.mark

    def _is_news(self, row: Attendance, marked: Marked, marked_at: dt.datetime) -> bool:
        """Whether the mark that stands was set past this device: by somebody else, or later by the same person."""
        if row.mark in ("", marked.based_on):
            return False
        return self._setters.get(row.enrolment_id) != self._user or marked_at < row.marked_at

    def _set(self, row: Attendance, marked: Marked, marked_at: dt.datetime) -> None:
        self._changes.append(
            AttendanceChange(
                attendance=row,
                from_mark=row.mark,
                to_mark=marked.mark,
                user=self._user,
                marked_at=marked_at,
                received_at=self._now,
                is_late=timezone.localtime(marked_at, clock.ZONE).date() > day_of(self._session),
                key=marked.key,
            )
        )
        row.mark, row.marked_at = marked.mark, marked_at
        self._rows[row.enrolment_id] = self._touched[row.enrolment_id] = row
        self._setters[row.enrolment_id] = self._user
        self._keys.add(marked.key)
        if marked.mark in THERE and self._learners[row.enrolment_id].state == State.CONFIRMED:
            self.came.append(row.enrolment_id)

    def write(self) -> None:
        """Write what was decided: three statements."""
        self.saved.changed = len(self._changes)
        new = [row for row in self._touched.values() if row.pk is None]
        corrected = [row for row in self._touched.values() if row.pk is not None]
        Attendance.objects.bulk_create(new)
        Attendance.objects.bulk_update(corrected, ["mark", "marked_at"])
        for change in self._changes:
            change.attendance_id = change.attendance.pk
        AttendanceChange.objects.bulk_create(self._changes)


def _let_attend(run: Run, came: Collection[int], user: User) -> None:
    """Who has a place came: they take part. The run is locked, so they still stand where they stood."""
    rows = Enrolment.objects.filter(pk__in=came, state=State.CONFIRMED)
    learners = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for enrolment in learners:
        enrolment.run = run
    finish(learners, Verb.ATTEND, Actor.STAFF, user=user)
