"""When a session or a whole run moves: the change is stored, and everybody concerned is told in the same transaction.

A session's ``revision`` grows with each change, so that people's calendars take the newest. What is over is
corrected silently, and saving without a change tells nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from babel.dates import format_time
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext
from wagtail.log_actions import log

from courses.catalogue.models import Run, Session
from courses.catalogue.planning import next_meeting
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import format_moment, tell_many
from courses.enrolment.other_groups import other_groups
from courses.enrolment.places import lock_run
from courses.enrolment.states import ACTIVE, HOLDS_PLACE, Actor, State
from portal import clock

CONCERNED_BY_SESSIONS: frozenset[State] = HOLDS_PLACE & ACTIVE
"""Who comes to the sessions, or may: a place is theirs or held for them. Who waits has nothing to come to yet."""


@transaction.atomic
def move_session(*, session: Session, starts_at: dt.datetime, ends_at: dt.datetime, room: str, user: User) -> Session:
    """Move one session to another time or room; whoever holds a place is told. Moments are aware.

    The run's start and end follow its first and last session. Raises :class:`Refused`: ``state`` for a cancelled
    session, ``closed`` for one that would move into the past or end before it starts, ``busy``.
    """
    run, locked = _lock(session)
    _refuse_cancelled(locked)
    before = (locked.starts_at, locked.ends_at, locked.room)
    after = (starts_at, ends_at, room.strip())
    if before == after:
        return locked
    now = clock.now()
    if ends_at <= starts_at:
        raise Refused(pgettext("staff", "A session ends after it starts."), code="closed")
    if locked.starts_at > now >= starts_at:
        raise Refused(pgettext("staff", "A session to come can't be moved into the past."), code="closed")
    description = describe(locked)
    locked.starts_at, locked.ends_at, locked.room = after
    _save(run, locked, ["starts_at", "ends_at", "room"], user)
    _follow(run, was=before[0])
    if starts_at > now:
        _tell(run, "session_moved", {"session_before": description, "session": describe(locked)})
    return locked


@transaction.atomic
def cancel_session(*, session: Session, user: User) -> Session:
    """One session doesn't take place; whoever holds a place is told, unless it has begun. Twice is once.

    Raises :class:`Refused` (``busy``).
    """
    run, locked = _lock(session)
    if locked.is_cancelled:
        return locked
    locked.is_cancelled = True
    _save(run, locked, ["is_cancelled"], user)
    _follow(run, was=locked.starts_at)
    if locked.starts_at > clock.now():
        _tell(run, "session_cancelled", {"session": describe(locked)})
    return locked


@transaction.atomic
def replace_session(*, session: Session, starts_at: dt.datetime, user: User) -> Session:
    """One session is made up for after the last one, in the run's usual pattern; return the new one.

    It is cancelled if it isn't yet, and one message says both. ``starts_at`` is the moment that staff were shown.
    Raises :class:`Refused`: ``state`` when the plan has changed since (also by a doubled click) or the run has no
    pattern, ``busy``.
    """
    run, locked = _lock(session)
    all_of_run = list(Session.objects.filter(run=run))
    planned = next_meeting(all_of_run)
    if planned is None or planned.starts_at != starts_at:
        raise Refused(pgettext("staff", "Nothing was done: the sessions have changed meanwhile."), code="state")
    if not locked.is_cancelled:
        locked.is_cancelled = True
        _save(run, locked, ["is_cancelled"], user)
    new = Session.objects.create(
        run=run,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        room=planned.room,
        trainer_id=planned.trainer_id,
    )
    _follow(run, was=locked.starts_at)
    _tell(run, "session_moved", {"session_before": describe(locked), "session": describe(new)})
    return new


@transaction.atomic
def set_substitute(*, session: Session, substitute: User | None, user: User) -> Session:
    """Somebody gives one session instead of its trainer, or (``None``) the trainer after all.

    Nobody is told: for the learners, when and where stay the same. Raises :class:`Refused` (``state``, ``busy``).
    """
    run, locked = _lock(session)
    _refuse_cancelled(locked)
    if locked.substitute != substitute:
        locked.substitute = substitute
        _save(run, locked, ["substitute"], user)
    return locked


@transaction.atomic
def shift_run(*, run: Run, days: int, user: User) -> Run:
    """Move a run that hasn't begun by some days, earlier if negative, at the same hours; everybody concerned is told.

    The last day to enter, the end of enrolment and the day of the minimum move with it. Raises :class:`Refused`:
    ``closed`` when it has begun, is cancelled, or would begin before tomorrow; ``busy``.
    """
    locked = _lock_to_move(run)
    if days == 0:
        return locked
    by = dt.timedelta(days=days)
    sessions = list(Session.objects.filter(run=locked).select_for_update())
    if _has_begun(locked, sessions):
        raise Refused(pgettext("staff", "This group has begun: move its sessions one by one."), code="closed")
    if locked.starts_on + by <= clock.today():
        raise Refused(pgettext("staff", "A group can only be moved to a day to come."), code="closed")
    for session in sessions:
        session.starts_at, session.ends_at = shifted(session.starts_at, by), shifted(session.ends_at, by)
        session.revision += 1
    Session.objects.bulk_update(sessions, ["starts_at", "ends_at", "revision"])
    locked.starts_on += by
    locked.ends_on += by
    locked.last_entry_on += by
    locked.minimum_by += by
    if locked.closes_on:
        locked.closes_on = max(locked.closes_on + by, locked.opens_on)
    if locked.minimum_by > clock.today():
        locked.minimum_checked_at = None
    locked.save(
        update_fields=["starts_on", "ends_on", "last_entry_on", "minimum_by", "closes_on", "minimum_checked_at"]
    )
    _log_run(locked, user)
    tell_run_moved(locked, ACTIVE)
    return locked


@transaction.atomic
def change_venue(*, run: Run, venue: str, user: User, tells: bool = True) -> Run:
    """A run takes place somewhere else ("": at the centre); everybody concerned is told, unless it is over.

    Without ``tells`` the caller tells them, because more changes at once. Raises :class:`Refused`: ``closed`` for
    a cancelled run, ``busy``.
    """
    locked = _lock_to_move(run)
    if locked.venue == venue.strip():
        return locked
    locked.venue = venue.strip()
    locked.save(update_fields=["venue"])
    coming = list(Session.objects.filter(run=locked, starts_at__gt=clock.now()).select_for_update())
    for session in coming:
        session.revision += 1
    Session.objects.bulk_update(coming, ["revision"])
    _log_run(locked, user)
    if tells and locked.ends_on >= clock.today():
        tell_run_moved(locked, ACTIVE)
    return locked


def tell_run_moved(run: Run, states: Collection[State]) -> None:
    """Tell the people of a locked run who stand in one of these states when and where it takes place now."""
    tell_many(_people(run, states), "run_moved", actor=Actor.STAFF, extra=other_groups(run))


def describe(session: Session) -> Callable[[str], str]:
    """Return what says in a language when and where a session takes place, as it stands now."""
    starts_at, ends_at, room = session.starts_at, session.ends_at, session.room

    def in_language(language: str) -> str:
        until = format_time(timezone.localtime(ends_at).time(), format="HH:mm", locale="en")
        when = f"{format_moment(starts_at, language)}-{until}"
        return f"{when}, {room}" if room else when

    return in_language


def _tell(run: Run, template: str, texts: dict[str, Callable[[str], str]]) -> None:
    def extra(language: str) -> dict[str, str]:
        return {name: text(language) for name, text in texts.items()}

    tell_many(_people(run, CONCERNED_BY_SESSIONS), template, actor=Actor.STAFF, extra=extra)


def _people(run: Run, states: Collection[State]) -> list[Enrolment]:
    people = list(
        Enrolment.objects.filter(run=run, state__in=states).select_related("person", "course", "centre").order_by("pk")
    )
    for enrolment in people:
        enrolment.run = run
    return people


def _lock(session: Session) -> tuple[Run, Session]:
    """Lock the run first, as everything does that tells its people; then the session, as it is now."""
    run = lock_run(session.run_id)
    return run, Session.objects.select_for_update(of=("self",)).select_related("substitute").get(pk=session.pk)


def _lock_to_move(run: Run) -> Run:
    locked = lock_run(run.pk)
    if locked.state == Run.State.CANCELLED:
        raise Refused(pgettext("staff", "This group is cancelled."), code="closed")
    return locked


def _refuse_cancelled(session: Session) -> None:
    if session.is_cancelled:
        raise Refused(pgettext("staff", "This session is cancelled."), code="state")


def _save(run: Run, session: Session, fields: list[str], user: User) -> None:
    session.revision += 1
    session.save(update_fields=[*fields, "revision"])
    _log_run(run, user)


def _log_run(run: Run, user: User) -> None:
    log(instance=run, action="wagtail.edit", user=user, content_changed=True)


def _has_begun(run: Run, sessions: Collection[Session]) -> bool:
    return run.starts_on <= clock.today() or any(session.starts_at <= clock.now() for session in sessions)


def shifted(moment: dt.datetime, by: dt.timedelta) -> dt.datetime:
    """Return the same hour on the wall some days later: days aren't all 24 hours long."""
    local = timezone.localtime(moment)
    return dt.datetime.combine(local.date() + by, local.time(), tzinfo=clock.ZONE)


def _follow(run: Run, *, was: dt.datetime) -> None:
    """Let the run's start and end follow a session that was its first or last, or lies outside of it now."""
    live = Session.objects.filter(run=run, is_cancelled=False).order_by("starts_at")
    days = [timezone.localtime(session.starts_at).date() for session in live]
    if not days:
        return
    old_day = timezone.localtime(was).date()
    run.starts_on = days[0] if run.starts_on == old_day else min(run.starts_on, days[0])
    run.ends_on = days[-1] if run.ends_on == old_day else max(run.ends_on, days[-1])
    run.last_entry_on = min(max(run.last_entry_on, run.starts_on), run.ends_on)
    run.save(update_fields=["starts_on", "ends_on", "last_entry_on"])
