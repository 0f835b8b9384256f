"""Asking for one step with many enrolments; the worker does it (:mod:`courses.bulk.work`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import get_language

from courses.bulk.models import BulkItem, BulkJob
from portal import clock

KEPT = dt.timedelta(days=30)
"""So long a user can read what came of a job. What was done stays in each enrolment's history."""


@transaction.atomic
def start_bulk_job(
    *, user: User, action: str, arguments: Mapping[str, Any], seen: Mapping[int, int], key: str, back: str = ""
) -> BulkJob:
    """Write down what the worker is to do, and return at once. The same ``key`` of a user is the same job.

    ``seen`` names the enrolments (primary keys) in the order in which they are to be done, each with the newest
    entry of its history that the user has seen. Refusals will be in the language that is active now.
    """
    job, is_new = BulkJob.objects.get_or_create(
        key=f"{user.pk}:{key}",
        defaults={
            "action": BulkJob.Action(action),
            "arguments": {**arguments, "language": get_language()},
            "user": user,
            "back": back,
            "created_at": clock.now(),
        },
    )
    if is_new:
        BulkItem.objects.bulk_create(
            BulkItem(job=job, enrolment_id=enrolment, seen=version) for enrolment, version in seen.items()
        )
    return job


@transaction.atomic
def forget_bulk_jobs() -> int:
    """Delete the jobs that ended before :data:`KEPT`, and return how many. Safe to repeat."""
    old = BulkJob.objects.filter(done_at__lt=clock.now() - KEPT)
    count = old.count()
    old.delete()
    return count
