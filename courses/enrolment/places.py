"""Numbered places. The run's row is locked before anything is counted (design, section 5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import psycopg
from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from courses.catalogue.models import Run
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment

LOCK_TIMEOUT_MS = 2000
"""How long somebody waits for a run that others are using. Then it is refused as ``busy``, or done by the worker."""

_LATER = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)


def lock_runs(run_ids: Iterable[int]) -> dict[int, Run]:
    """Lock the rows of runs in primary-key order until the transaction ends; return them as they are now.

    Must be called inside a transaction, before places of the runs are counted or given. The lock lets new
    enrolments be written meanwhile (they refer to the run), but nobody else count. Centre, course and
    project come with them, not locked. Raises :class:`Refused` (``busy``) after :data:`LOCK_TIMEOUT_MS`; the
    transaction, or its savepoint, must then be rolled back.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(LOCK_TIMEOUT_MS)])
        runs = Run.objects.select_for_update(of=("self",), no_key=True).select_related("centre", "course", "project")
        return {run.pk: run for run in runs.filter(pk__in=set(run_ids)).order_by("pk")}
    except OperationalError as error:
        if isinstance(error.__cause__, _LATER):
            raise Refused(_("Many people are using this at the moment. Please try again."), code="busy") from error
        raise


def lock_run(run_id: int) -> Run:
    """Lock one run; see :func:`lock_runs`. Raises ``Run.DoesNotExist``."""
    try:
        return lock_runs([run_id])[run_id]
    except KeyError:
        raise Run.DoesNotExist from None


def lock_enrolment(enrolment: Enrolment, *, also: Collection[int] = ()) -> Enrolment:
    """Lock an enrolment's run (and the runs ``also``), then its own row; return it as it is now.

    Raises :class:`Refused` (``busy``) when a run can't be had, or when it was moved to another run meanwhile.
    """
    runs = lock_runs({run_id for run_id in (enrolment.run_id, *also) if run_id})
    locked = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "course", "centre")
        .get(pk=enrolment.pk)
    )
    if locked.run_id != enrolment.run_id:
        raise Refused(_("Many people are using this at the moment. Please try again."), code="busy")
    if locked.run_id:
        locked.run = runs[locked.run_id]
    return locked


def free_places(run: Run) -> list[int]:
    """Return the free places of a locked run, the lowest first. One query."""
    taken = set(Enrolment.objects.holding().filter(run=run).values_list("place", flat=True))
    return [number for number in range(1, run.capacity + 1) if number not in taken]
