"""The clock's work: jobs that apps register and ``manage.py run_worker`` runs, each at its own pace.

An app registers its jobs when it is ready, so that the portal needs to know none of them::

    register_job("expire offers", every_seconds=60, function=expire_offers)
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error as DatabaseError
from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

LONGEST_BACKOFF = 30.0
"""Seconds between two tries of a job that keeps failing, unless its own pace is slower."""


@dataclass(frozen=True)
class Job:
    """Something to do again and again. ``function`` must be safe to repeat and to be killed in."""

    name: str
    every_seconds: float
    function: Callable[[], object]


_jobs: dict[str, Job] = {}


def register_job(name: str, *, every_seconds: float, function: Callable[[], object]) -> None:
    """Have the worker call ``function`` every so many seconds. The same name replaces what it had."""
    _jobs[name] = Job(name, every_seconds, function)


def registered_jobs() -> list[Job]:
    """Return every job, in the order of registration."""
    return list(_jobs.values())


class Schedule:
    """When each job runs next. ``clock`` returns seconds that only grow; tests bring their own."""

    def __init__(self, jobs: list[Job], clock: Callable[[], float] = time.monotonic) -> None:
        self._jobs = jobs
        self._clock = clock
        self._next = {job.name: clock() for job in jobs}
        self._failures: dict[str, int] = {}

    def run_due(self, should_stop: Callable[[], bool] = lambda: False) -> None:
        """Run every job whose time has come; ``should_stop`` is asked between two of them."""
        for job in self._jobs:
            if should_stop():
                return
            if self._next[job.name] <= self._clock():
                pause = job.every_seconds if self._succeeds(job) else self._pause_after_failure(job)
                self._next[job.name] = self._clock() + pause

    def seconds_until_next(self) -> float:
        """Return how long nothing is to be done; 0 when something is due."""
        if not self._jobs:
            return LONGEST_BACKOFF
        return max(0.0, min(self._next.values()) - self._clock())

    def _succeeds(self, job: Job) -> bool:
        try:
            close_old_connections()
            job.function()
        except DatabaseError as error:
            # After a restart of the database every connection is dead: the next try opens a new one.
            connections.close_all()
            self._note(job, error)
            return False
        except Exception as error:  # noqa: BLE001 - one job must not take the others with it
            self._note(job, error)
            return False
        if self._failures.pop(job.name, 0):
            logger.info("job %r works again", job.name)
        return True

    def _note(self, job: Job, error: Exception) -> None:
        self._failures[job.name] = self._failures.get(job.name, 0) + 1
        logger.error("job %r failed: %s", job.name, " ".join(f"{type(error).__name__}: {error}".split()))

    def _pause_after_failure(self, job: Job) -> float:
        return max(job.every_seconds, min(2.0 ** self._failures[job.name], LONGEST_BACKOFF))
