"""The worker: jobs at their own pace, failures in one line, an end within a second."""

from __future__ import annotations

import logging
import os
import select
import signal
import threading
import time
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections

from portal import worker
from portal.management.commands import run_worker
from portal.worker import LONGEST_BACKOFF, Job, Schedule, registered_jobs


@pytest.fixture(autouse=True)
def closings(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Leave the connection of the tests alone, and note when all would have been closed."""
    noted: list[bool] = []
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(connections, "close_all", lambda: noted.append(True))
    return noted


class Clock:
    """Seconds that grow when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_the_clock_asks_for_is_registered() -> None:
    assert {"send messages", "forget old rate counters", "expire offers"} <= {job.name for job in registered_jobs()}


def test_a_job_of_the_same_name_replaces_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_jobs", {})
    worker.register_job("a", every_seconds=1, function=lambda: None)
    worker.register_job("a", every_seconds=2, function=lambda: None)
    assert [job.every_seconds for job in registered_jobs()] == [2]


def test_each_job_runs_at_its_own_pace() -> None:
    ran: list[str] = []
    clock = Clock()
    schedule = Schedule([Job("fast", 2, lambda: ran.append("fast")), Job("slow", 5, lambda: ran.append("slow"))], clock)
    for second in range(7):
        clock.now = second
        schedule.run_due()
    assert ran == ["fast", "slow", "fast", "fast", "slow", "fast"]


def test_it_knows_how_long_it_may_sleep() -> None:
    clock = Clock()
    schedule = Schedule([Job("a", 5, lambda: None)], clock)
    assert schedule.seconds_until_next() == 0
    schedule.run_due()
    clock.now = 2
    assert schedule.seconds_until_next() == 3


def fail_with(error: Exception) -> Callable[[], None]:
    def function() -> None:
        raise error

    return function


def test_a_failing_job_says_so_in_one_line_and_takes_no_other_with_it(caplog: pytest.LogCaptureFixture) -> None:
    ran: list[str] = []
    Schedule([Job("bad", 1, fail_with(ValueError("x\ny"))), Job("good", 1, lambda: ran.append("good"))]).run_due()
    assert ran == ["good"]
    (record,) = caplog.records
    assert record.getMessage() == "job 'bad' failed: ValueError: x y"
    assert record.exc_info is None


def test_after_a_restart_of_the_database_it_connects_anew_and_slows_down(
    caplog: pytest.LogCaptureFixture, closings: list[bool]
) -> None:
    caplog.set_level(logging.INFO)
    outcomes: list[Exception | None] = [OperationalError("server closed the connection")] * 8 + [None, None]
    clock = Clock()

    def function() -> None:
        error = outcomes.pop(0)
        if error:
            raise error

    schedule = Schedule([Job("send", 1, function)], clock)
    pauses = []
    while outcomes:
        schedule.run_due()
        pauses.append(schedule.seconds_until_next())
        clock.now += pauses[-1]
    assert pauses == [2, 4, 8, 16, LONGEST_BACKOFF, LONGEST_BACKOFF, LONGEST_BACKOFF, LONGEST_BACKOFF, 1, 1]
    assert len(closings) == 8
    assert caplog.records[-1].getMessage() == "job 'send' works again"


def run_with(jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> float:
    """Run the command in this process until a job stops it; return how many seconds it took."""
    monkeypatch.setattr(run_worker, "registered_jobs", lambda: jobs)
    # Where the command misses what it is told, the test must still come to an end.
    guard = threading.Timer(20, os.kill, (os.getpid(), signal.SIGTERM))
    guard.start()
    started = time.monotonic()
    try:
        call_command("run_worker")
    finally:
        guard.cancel()
    return time.monotonic() - started


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_when_told_to(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(number)
    ran: list[str] = []

    def stop() -> None:
        ran.append("stop")
        os.kill(os.getpid(), number)

    took = run_with([Job("stop", 60, stop), Job("after", 60, lambda: ran.append("after"))], monkeypatch)
    assert took < 0.5
    assert ran == ["stop"]
    assert signal.getsignal(number) is before


def test_it_wakes_from_its_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop_soon() -> None:
        # Delivered while the command sleeps: its one job is due again in a minute.
        signal.signal(signal.SIGALRM, lambda *args: os.kill(os.getpid(), signal.SIGTERM))
        signal.setitimer(signal.ITIMER_REAL, 0.1)

    assert run_with([Job("stop", 60, stop_soon)], monkeypatch) < 1


def test_a_job_that_hangs_is_broken_off_within_a_second(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def hang() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        try:
            select.select([], [], [], 30)
        except Exception:  # noqa: BLE001 - a job that swallows whatever it can
            return

    assert run_with([Job("hang", 60, hang)], monkeypatch) < 1.5
    assert "broke off" in caplog.text


@pytest.mark.django_db
def test_once_does_what_is_due_and_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(run_worker, "registered_jobs", lambda: [Job("a", 60, lambda: ran.append("a"))])
    call_command("run_worker", once=True)
    assert ran == ["a"]
