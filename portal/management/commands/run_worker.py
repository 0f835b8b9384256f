"""The worker: sends messages and does what the clock asks for, until it is told to stop."""

from __future__ import annotations

import logging
import os
import select
import signal
import threading
from types import FrameType
from typing import Any, Self

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from portal.worker import Schedule, registered_jobs

logger = logging.getLogger(__name__)

GRACE_SECONDS = 0.5
"""How long a job that is running when we are told to stop may take to come to its end."""
LONGEST_SLEEP = 60.0


class Interrupted(BaseException):
    """The grace is over. Not an ``Exception``: a job that catches those must not swallow it."""


class StopSignal:
    """SIGTERM and SIGINT, turned into something that one can wait for.

    A pipe rather than a ``threading.Event``: a handler runs in the thread that waits, where an event's
    lock could be held already. A job that still runs when the grace is over is broken off; every job is
    safe to be killed in.
    """

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)
        self._is_set = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                self._before[number] = signal.signal(number, self._stop)
            self._before[signal.SIGALRM] = signal.signal(signal.SIGALRM, self._interrupt)
        return self

    def __exit__(self, *exc_info: object) -> None:
        if self._before:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._reader)
        os.close(self._writer)

    def is_set(self) -> bool:
        """Whether we were told to stop."""
        return self._is_set

    def wait(self, seconds: float) -> None:
        """Return after so many seconds, or at once when we are told to stop."""
        select.select([self._reader], [], [], seconds)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if not self._is_set:
            self._is_set = True
            os.write(self._writer, b"x")
            signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        raise Interrupted


class Command(BaseCommand):
    help = "Sends messages and runs what the clock asks for, until SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do everything that is due once, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        schedule = Schedule(registered_jobs())
        if once:
            schedule.run_due()
            return
        logger.info("worker started: %s", ", ".join(job.name for job in registered_jobs()))
        try:
            with StopSignal() as stop:
                while not stop.is_set():
                    schedule.run_due(stop.is_set)
                    if not stop.is_set():
                        stop.wait(min(schedule.seconds_until_next(), LONGEST_SLEEP))
        except Interrupted:
            logger.warning("worker broke off what it was doing; it will be done again")
        finally:
            connections.close_all()
        logger.info("worker ended")
