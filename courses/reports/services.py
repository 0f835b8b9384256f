"""The only writer of milestones and frozen reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.places import lock_enrolment
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.steps import log
from courses.reports.models import Milestone, Snapshot
from courses.reports.scope import Period, Scope
from courses.reports.snapshots import digest_of, write_content
from portal import clock
from portal.audit.models import AuditEntry
from portal.audit.services import record_access
from portal.directory.models import Centre, Project

BY_STAFF = (Milestone.Kind.GUIDANCE, Milestone.Kind.QUALIFICATION, Milestone.Kind.LONG_TERM)
"""What staff write down with a day of its own; whether a course helped is an answer about one enrolment."""
ANSWERS = (Milestone.Kind.HELPFUL, Milestone.Kind.NOT_HELPFUL)


@transaction.atomic
def freeze_report(
    *, user: User, title: str, first_day: dt.date, last_day: dt.date, centres: Sequence[Centre], project: Project | None
) -> Snapshot:
    """Count the indicators and keep them as they are now; ``centres`` are all that are counted over.

    Raises :class:`Refused` (``state``) without centres, or for one whose figures the user may not see.
    """
    keys = tuple(centre.pk for centre in centres)
    if not keys or Centre.objects.for_reports(user).filter(pk__in=keys).count() != len(set(keys)):
        raise Refused(pgettext("staff", "Choose centres whose figures you may see."), code="state")
    scope = Scope(Period(first_day, last_day), keys, project.pk if project else None)
    content = write_content(scope, title=title.strip())
    snapshot = Snapshot.objects.create(
        title=title.strip(),
        first_day=first_day,
        last_day=last_day,
        project=project,
        content=content,
        digest=digest_of(content),
        made_by=user,
        made_at=clock.now(),
    )
    snapshot.centres.set(keys)
    record_access(
        user=user, action=AuditEntry.Action.FROZE, about=f"snapshot:{snapshot.pk}", detail={"digest": snapshot.digest}
    )
    return snapshot


@transaction.atomic
def record_milestone(*, enrolment: Enrolment, user: User, kind: str, on: dt.date) -> Milestone:
    """Write down what the person of an enrolment did, or received, on a day. The same twice is once.

    Raises :class:`Refused` (``reason``) for a kind that staff don't write down, and for a day to come.
    """
    if kind not in BY_STAFF:
        raise Refused(pgettext("staff", "Choose what happened."), code="reason")
    if on > clock.today():
        raise Refused(pgettext("staff", "This day is still to come."), code="reason")
    locked = lock_enrolment(enrolment)
    milestone, created = Milestone.objects.get_or_create(
        person=locked.person,
        kind=kind,
        on=on,
        centre=locked.centre,
        defaults={"project": _project_of(locked), "enrolment": locked, "recorded_by": user, "created_at": clock.now()},
    )
    if created:
        log(locked, Verb.NOTE, Actor.STAFF, user=user, note=_told(kind, on))
    return milestone


@transaction.atomic
def remove_milestone(*, milestone: Milestone, enrolment: Enrolment, user: User) -> None:
    """Take back what was written down by mistake; the history of the enrolment keeps that it was there."""
    locked = lock_enrolment(enrolment)
    deleted, _rows = Milestone.objects.filter(pk=milestone.pk).delete()
    if deleted:
        told = {"what": _told(milestone.kind, milestone.on)}
        log(locked, Verb.NOTE, Actor.STAFF, user=user, note=pgettext("staff", "Taken back: %(what)s") % told)


@transaction.atomic
def record_helpfulness(*, enrolment: Enrolment, has_helped: bool, user: User | None = None) -> Milestone:
    """Keep whether a course helped, as its person says now; without ``user`` they say it themselves.

    One answer an enrolment: another one takes its place and keeps the day of the first. Raises
    :class:`Refused` (``state``) for a course that isn't completed.
    """
    locked = lock_enrolment(enrolment)
    if locked.state != State.COMPLETED:
        message = _("This is not possible now: the enrolment is at “%(state)s”.")
        raise Refused(message % {"state": State(locked.state).label}, code="state")
    kind = Milestone.Kind.HELPFUL if has_helped else Milestone.Kind.NOT_HELPFUL
    answer = Milestone.objects.filter(enrolment=locked, kind__in=ANSWERS).first()
    if answer is None:
        return Milestone.objects.create(
            person=locked.person,
            kind=kind,
            on=clock.today(),
            centre=locked.centre,
            project=_project_of(locked),
            enrolment=locked,
            recorded_by=user,
            created_at=clock.now(),
        )
    answer.kind, answer.recorded_by = kind, user
    answer.save(update_fields=["kind", "recorded_by"])
    return answer


def _project_of(enrolment: Enrolment) -> Project | None:
    return enrolment.run.project if enrolment.run is not None else None


def _told(kind: str, on: dt.date) -> str:
    told = {"what": Milestone.Kind(kind).label, "day": f"{on:%d.%m.%Y}"}
    return pgettext("staff", "%(what)s (%(day)s)") % told
