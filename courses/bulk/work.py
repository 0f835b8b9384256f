"""The worker's part of bulk jobs: one enrolment at a time, each in a transaction of its own with its outcome.

A worker that ends in the middle leaves an enrolment as it was and still to be done, so that it is done once. Jobs
take turns, so that three enrolments don't wait for five hundred. A job is in the hands of one worker at a time,
which keeps the order of its enrolments; several workers share the jobs.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from enum import Enum

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import pgettext

from courses.bulk.doing import do
from courses.bulk.models import BulkItem, BulkJob
from courses.enrolment.errors import Refused
from portal import clock

logger = logging.getLogger(__name__)

AT_A_TIME = 1.0
"""So many seconds are worked at a stretch; then it is the turn of messages and of the clock."""
PATIENCE = dt.timedelta(minutes=10)
"""So long a job comes back to what others are using. After that it is refused."""
LONGEST_REFUSAL = 300

Outcome = BulkItem.Outcome


class _Turn(Enum):
    GOES_ON = "there is more to do in this job"
    IS_OVER = "nothing more to do in this job now: it is at its end, another worker has it, or others are in its way"


def work_on_bulk_jobs(*, seconds: float = AT_A_TIME) -> None:
    """Go on with the jobs, one enrolment of each in turn, for so many seconds.

    Safe to repeat, to run in several workers, and to be killed in. Raises ``django.db.DatabaseError`` when the
    database is gone; then nothing of the enrolment at hand was done.
    """
    until = time.monotonic() + seconds
    jobs = list(BulkJob.objects.open().values_list("pk", flat=True))
    while jobs:
        for pk in list(jobs):
            if time.monotonic() >= until:
                return
            if _do_next(pk) is _Turn.IS_OVER:
                jobs.remove(pk)


@transaction.atomic
def _do_next(pk: int) -> _Turn:
    free = BulkJob.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    job = free.select_related("user").filter(pk=pk, done_at=None).first()
    if job is None:
        return _Turn.IS_OVER
    first_two = list(job.items.open()[:2])
    if first_two:
        item = first_two[0]
        item.outcome, item.message = _outcome_of(job, item)
        if item.outcome == Outcome.OPEN:
            return _Turn.IS_OVER
        item.save(update_fields=["outcome", "message"])
    if len(first_two) == 2:
        return _Turn.GOES_ON
    job.done_at = clock.now()
    job.save(update_fields=["done_at"])
    return _Turn.IS_OVER


def _outcome_of(job: BulkJob, item: BulkItem) -> tuple[Outcome, str]:
    with translation.override(job.arguments.get("language") or settings.LANGUAGE_CODE):
        try:
            with transaction.atomic():
                do(job, item)
        except Refused as refused:
            if refused.code == "busy" and clock.now() < job.created_at + PATIENCE:
                return Outcome.OPEN, ""
            return Outcome.REFUSED, Truncator(str(refused)).chars(LONGEST_REFUSAL)
        except Exception as error:
            if isinstance(error, DatabaseError) and not connection.is_usable():
                raise
            return Outcome.REFUSED, _note(job, item, error)
    return Outcome.DONE, ""


def _note(job: BulkJob, item: BulkItem, error: Exception) -> str:
    """Log a mistake of ours with a number, and return what the user reads: one bad row spoils nothing."""
    number = f"bulk-{job.pk}-{item.pk}"
    logger.error("%s: %s of enrolment %s failed", number, job.action, item.enrolment_id, exc_info=error)
    sentence = pgettext(
        "staff", "A mistake of the portal: nothing was done. Tell an administrator this number: %(number)s."
    )
    return sentence % {"number": number}
