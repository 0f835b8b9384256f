"""Writes of the catalogue: a run's sessions from a plan, a copy of a run, its publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext
from wagtail.log_actions import log

from courses.catalogue.models import Run, Session
from courses.catalogue.planning import PatternMeeting, PlannedSession, pattern_of, plan_pattern, time_of_day
from courses.catalogue.schedule import Meeting
from courses.enrolment.errors import Refused
from courses.enrolment.places import lock_run
from courses.enrolment.runs import resize_run
from courses.enrolment.session_changes import CONCERNED_BY_SESSIONS, tell_run_moved
from portal import clock

NOT_COPIED = frozenset(
    {"id", "code", "state", "opens_on", "closes_on", "starts_on", "ends_on", "last_entry_on", "minimum_by"}
    | {"minimum_checked_at", "cancelled_at", "interests_matched_at"}
)
"""What a copy of a run has of its own: its name, its dates, and what has happened to it."""


def plan_sessions(
    *, first_day: dt.date, weekdays: Collection[int], starts: dt.time, ends: dt.time, count: int
) -> list[PlannedSession]:
    """Return ``count`` meetings at the same hours of the given days, none on a Romanian public holiday.

    The first falls on ``first_day`` or after it. ``weekdays`` are 0 (Monday) to 6; ``starts`` and ``ends``
    are what the clock on the wall shows in Europe/Bucharest, in summer and in winter.
    Raises ``ValueError`` for a pattern without a valid day, without a meeting, or that ends before it starts.
    """
    pattern = [PatternMeeting(Meeting(weekday, starts, ends)) for weekday in sorted(set(weekdays))]
    return plan_pattern(first_day=first_day, pattern=pattern, count=count).sessions


@transaction.atomic
def make_sessions(
    *,
    run: Run,
    sessions: Sequence[PlannedSession],
    room: str,
    trainer: User | None,
    user: User,
    replace: bool = False,
    sets_dates: bool = False,
) -> list[Session]:
    """Store the meetings of a plan, all of them in ``room`` with ``trainer``; return those that are new.

    With ``replace`` they stand in for the sessions that haven't begun; what has begun always stays.
    ``sets_dates`` makes the first and the last session the run's start and end. Whoever holds a place is told
    when sessions that they knew are replaced. Raises :class:`Refused`: ``closed`` for a cancelled run,
    ``taken`` when there are sessions to come that nobody said to replace, ``busy``.
    """
    locked = _lock_for_planning(run)
    coming = list(Session.objects.filter(run=locked, starts_at__gt=clock.now()).select_for_update())
    if coming and not replace:
        raise Refused(pgettext("staff", "This group has sessions to come: say that they are replaced."), code="taken")
    # A meeting that stays as it was keeps its row: people's calendars know it by its number.
    same = {(known.starts_at, known.ends_at, known.room): known for known in coming if not known.is_cancelled}
    kept = [same.get((planned.starts_at, planned.ends_at, room)) for planned in sessions]
    gone = {known.pk for known in coming} - {known.pk for known in kept if known}
    Session.objects.filter(pk__in=gone).delete()
    Session.objects.filter(pk__in=[known.pk for known in kept if known]).update(trainer=trainer)
    new = Session.objects.bulk_create(
        Session(run=locked, starts_at=planned.starts_at, ends_at=planned.ends_at, room=room, trainer=trainer)
        for planned, known in zip(sessions, kept, strict=True)
        if known is None
    )
    started_on = locked.starts_on
    if sets_dates:
        _set_dates(locked, sessions)
    log(instance=locked, action="wagtail.edit", user=user, content_changed=True)
    if (coming and (gone or new)) or locked.starts_on != started_on:
        tell_run_moved(locked, CONCERNED_BY_SESSIONS)
    return new


def _lock_for_planning(run: Run) -> Run:
    locked = lock_run(run.pk)
    if locked.state == Run.State.CANCELLED:
        raise Refused(pgettext("staff", "This group is cancelled."), code="closed")
    return locked


def _set_dates(run: Run, sessions: Sequence[PlannedSession]) -> None:
    """Make a plan the run's dates. The last day to enter and the day of the minimum keep their distance."""
    all_of_run = Session.objects.filter(run=run, is_cancelled=False).order_by("starts_at")
    days = [timezone.localtime(session.starts_at).date() for session in all_of_run]
    moved_by = days[0] - run.starts_on
    run.starts_on, run.ends_on = days[0], days[-1]
    run.last_entry_on = min(max(run.last_entry_on + moved_by, run.starts_on), run.ends_on)
    run.minimum_by += moved_by
    run.time_of_day = time_of_day(sessions)
    run.save(update_fields=["starts_on", "ends_on", "last_entry_on", "minimum_by", "time_of_day"])


@transaction.atomic
def copy_run(*, run: Run, starts_on: dt.date, code: str, user: User) -> Run:
    """Make a draft like an earlier run, whose weekly pattern begins anew on ``starts_on``; return it.

    The same days of the week, hours, rooms and trainers, as many sessions, public holidays left out. Days of
    enrolment keep their distance from the start; nobody's enrolment is copied. ``code`` must be free.
    """
    earlier = list(run.sessions.select_related("trainer"))
    kept = [session for session in earlier if not session.is_cancelled]
    pattern = pattern_of(kept)
    planned = plan_pattern(first_day=starts_on, pattern=pattern, count=len(kept)).sessions if pattern else []
    first_day = timezone.localtime(planned[0].starts_at).date() if planned else starts_on
    moved_by = first_day - run.starts_on
    last_day = timezone.localtime(planned[-1].starts_at).date() if planned else run.ends_on + moved_by
    names = [field.name for field in Run._meta.concrete_fields if field.name not in NOT_COPIED]
    copy = Run(**{name: getattr(run, name) for name in names}, code=code, state=Run.State.DRAFT)
    copy.teaching_languages, copy.priority_groups = [*run.teaching_languages], [*run.priority_groups]
    copy.starts_on, copy.ends_on = first_day, last_day
    copy.opens_on = min(max(run.opens_on + moved_by, clock.today()), first_day)
    copy.closes_on = max(run.closes_on + moved_by, copy.opens_on) if run.closes_on else None
    copy.last_entry_on = min(run.last_entry_on + moved_by, last_day)
    copy.minimum_by = run.minimum_by + moved_by
    copy.save()
    still_here = {session.trainer_id for session in kept if session.trainer and session.trainer.is_active}
    Session.objects.bulk_create(
        Session(
            run=copy,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            room=session.room,
            trainer_id=session.trainer_id if session.trainer_id in still_here else None,
        )
        for session in planned
    )
    log(instance=copy, action="wagtail.create", user=user, content_changed=True)
    return copy


@transaction.atomic
def save_run(*, run: Run, changed: Collection[str], state: str, user: User) -> Run:
    """Store a run that was edited in a form; ``changed`` names its fields that differ. Returns it.

    More places go to the waiting list at once. ``state`` is what the editor saw: Raises :class:`Refused`
    (``state``) when the run has another one meanwhile, ``taken`` for fewer places than people hold, ``busy``.
    """
    locked = lock_run(run.pk)
    if locked.state != state:
        raise Refused(pgettext("staff", "Nothing was done: this group has changed meanwhile."), code="state")
    capacity, run.capacity = run.capacity, locked.capacity
    if "minimum_by" in changed and run.minimum_by > clock.today():
        run.minimum_checked_at = None
    run.save()
    if capacity != locked.capacity:
        resize_run(run=run, capacity=capacity, user=user)
        run.capacity = capacity
    log(instance=run, action="wagtail.edit", user=user, content_changed=bool(changed))
    return run


@transaction.atomic
def publish_run(*, run: Run, user: User) -> Run:
    """Let readers see a draft and enrol in its window. Publishing twice is once.

    Raises :class:`Refused` (``closed``) for a cancelled run.
    """
    locked = _lock_for_planning(run)
    if locked.state != Run.State.OPEN:
        locked.state = Run.State.OPEN
        locked.save(update_fields=["state"])
        log(instance=locked, action="wagtail.edit", user=user, content_changed=True)
    return locked
