"""Runs with fewer learners than their minimum, on the day that they are looked at. The worker calls it."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from courses.catalogue.models import Run
from courses.enrolment.errors import Refused
from courses.enrolment.places import lock_run
from courses.enrolment.reminders import AWAKE
from courses.enrolment.runs import cancel_run
from portal import clock

logger = logging.getLogger(__name__)


def check_minimums() -> int:
    """Look once at every published run whose day has come; return how many were cancelled. By day only.

    Below the minimum its own rule decides: it is cancelled and everybody is told, or staff are asked (see
    ``Run.objects.below_minimum``), or it starts all the same. A run that has begun is only marked.
    """
    if not AWAKE[0] <= timezone.localtime(clock.now()).time() < AWAKE[1]:
        return 0
    due = Run.objects.filter(state=Run.State.OPEN, minimum_by__lte=clock.today(), minimum_checked_at=None)
    cancelled = 0
    for run in due.order_by("minimum_by", "pk"):
        try:
            cancelled += _check(run)
        except Refused:
            logger.info("run %s is busy: its minimum is looked at in the next round", run.code)
    return cancelled


@transaction.atomic
def _check(run: Run) -> bool:
    """Look at one run; return whether it was cancelled. Raises :class:`Refused` (``busy``)."""
    locked = lock_run(run.pk)
    if locked.minimum_checked_at is not None or locked.state != Run.State.OPEN:
        return False
    locked.minimum_checked_at = clock.now()
    locked.save(update_fields=["minimum_checked_at"])
    if locked.below_minimum != Run.BelowMinimum.CANCEL or locked.starts_on <= clock.today():
        return False
    if not Run.objects.below_minimum(clock.today()).filter(pk=locked.pk).exists():
        return False
    concerned = cancel_run(run=locked, user=None)
    logger.info("run %s is cancelled: fewer learners than its minimum; people told: %d", locked.code, concerned)
    return True
