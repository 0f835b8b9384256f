"""Reads of attendance: whose sessions they are, who was to be there, what stands in the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.attendance.models import Attendance, AttendanceChange
from courses.catalogue.models import Run, Session
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import State, Verb
from portal import clock
from portal.directory.access import has_role
from portal.directory.models import Centre, Membership

SEATED: frozenset[State] = frozenset({State.CONFIRMED, State.ATTENDING, State.COMPLETED})
"""Who is expected in the room: the place is confirmed. Who only holds an offer is not."""
_CHANGES_RUN = (Verb.MOVE, Verb.TRANSFER, Verb.RELEASE)


def works_with_attendance(user: User) -> bool:
    """Whether the user teaches or is staff of a centre, and so meets attendance."""
    if has_role(user, (*Membership.SEES_PEOPLE, Membership.Role.TRAINER)):
        return True
    trainer, substitute = (Session.objects.filter(**{role: OuterRef("pk")}) for role in ("trainer", "substitute"))
    # Two looks at indexes: one OR over columns of two tables would read every session.
    works = Exists(trainer) | Exists(substitute)
    return bool(get_user_model().objects.filter(works, pk=user.pk).exists())


def sessions_of(user: User) -> QuerySet[Session]:
    """Sessions that a user may mark: as its trainer, as its substitute, or as staff of the run's centre.

    Drafts are left out: nobody has been told of them.
    """
    sessions = Session.objects.exclude(run__state=Run.State.DRAFT)
    if user.is_superuser:
        return sessions
    return sessions.filter(Q(run__centre__in=Centre.objects.for_staff(user)) | Q(trainer=user) | Q(substitute=user))


def sessions_seen_by(user: User) -> QuerySet[Session]:
    """Sessions whose marks a user may read: those of every run in which they may mark one."""
    return Session.objects.filter(run__in=sessions_of(user).values("run"))


def given_by(user: User) -> Q:
    """Return what finds the sessions that a user gives themselves; a substitute takes the trainer's place."""
    return Q(substitute=user) | Q(trainer=user, substitute=None)


def day_of(session: Session) -> dt.date:
    """Return the day of a session in Europe/Bucharest."""
    return timezone.localtime(session.starts_at, clock.ZONE).date()


def start_of(day: dt.date) -> dt.datetime:
    """Return the first moment of a day in Europe/Bucharest."""
    return dt.datetime.combine(day, dt.time(), tzinfo=clock.ZONE)


def with_counts(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Count for a list of sessions: ``expected`` (who has a confirmed place now) and ``marked``."""
    seated = Enrolment.objects.filter(run=OuterRef("run"), state__in=SEATED).order_by()
    marks = Attendance.objects.filter(session=OuterRef("pk"))
    return sessions.annotate(expected=_count(seated, "run"), marked=_count(marks, "session")).select_related(
        "run__course", "run__centre"
    )


def not_marked(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions with learners in which nobody has a mark, cancelled ones left out."""
    seated = Enrolment.objects.filter(run=OuterRef("run"), state__in=SEATED)
    return sessions.filter(
        Exists(seated), ~Exists(Attendance.objects.filter(session=OuterRef("pk"))), is_cancelled=False
    ).exclude(run__state=Run.State.CANCELLED)


def joined_at(enrolments: Iterable[int]) -> dict[int, dt.datetime]:
    """Return since when each enrolment (primary key) has had a confirmed place in its run of today. One query.

    Who was moved has been in this run since then. Where the history doesn't tell, the enrolment is left out.
    """
    since: dict[int, dt.datetime] = {}
    entries = (
        Event.objects.filter(enrolment__in=enrolments)
        .filter(Q(to_state__in=SEATED) | Q(verb__in=_CHANGES_RUN))
        .order_by("pk")
    )
    for enrolment, verb, state, at in entries.values_list("enrolment", "verb", "to_state", "at"):
        if verb in _CHANGES_RUN:
            since.pop(enrolment, None)
        if state in SEATED:
            since.setdefault(enrolment, at)
    return since


def learners_of(session: Session) -> list[Enrolment]:
    """Return who was to be at a session, with their person: two queries.

    A confirmed place on that day; who has left the run since then; and whoever has a mark of this session.
    Who only joined afterwards isn't among them.
    """
    left = Event.objects.filter(enrolment=OuterRef("pk"), from_state__in=SEATED, at__gt=session.starts_at).exclude(
        to_state__in=SEATED
    )
    has_mark = Exists(Attendance.objects.filter(session=session, enrolment=OuterRef("pk")))
    found = list(
        Enrolment.objects.annotate(has_mark=has_mark)
        .filter(Q(has_mark=True) | Q(Q(state__in=SEATED) | Exists(left), run=session.run_id))
        .select_related("person")
        .order_by("pk")
    )
    since = joined_at([enrolment.pk for enrolment in found])
    end_of_day = start_of(day_of(session) + dt.timedelta(days=1))
    return [
        enrolment
        for enrolment in found
        if enrolment.has_mark or since.get(enrolment.pk, session.starts_at) < end_of_day
    ]


def notable_changes() -> QuerySet[AttendanceChange]:
    """Corrections, and what was marked after the day of the session: what a history shows, the newest first."""
    return (
        AttendanceChange.objects.filter(Q(is_late=True) | ~Q(from_mark=""))
        .select_related("user", "attendance__enrolment__person", "attendance__session")
        .order_by("-pk")
    )


def absent_in_a_row(user: User, *, times: int = 2) -> QuerySet[Enrolment]:
    """Learners of the user's centres who were absent without an excuse at their last ``times`` marked sessions.

    Of runs that go on today.
    """
    ended = Attendance.objects.filter(enrolment=OuterRef("pk"), session__ends_at__lte=clock.now())
    latest = ended.order_by("-session__starts_at").values("mark")
    learners = Enrolment.objects.for_staff(user).filter(
        state__in=(State.CONFIRMED, State.ATTENDING), run__state=Run.State.OPEN, run__ends_on__gte=clock.today()
    )
    for number in range(times):
        learners = learners.alias(**{f"mark_{number}": Subquery(latest[number : number + 1])})
        learners = learners.filter(**{f"mark_{number}": "absent"})
    return learners


def _count(rows: QuerySet, group: str) -> Coalesce:
    counted = rows.values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
