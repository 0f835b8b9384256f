"""What the launcher starts is watched, and ended with everything that it started itself."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.launch.failure import LaunchFailure
from portal.launch.processes import Interruption, Processes, Restarting, Stopped, ended_well

# A process that starts another one, says its number, and pays no attention to SIGTERM.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(600)
"""


class _Patience(Interruption):
    """An interruption that leaves the signals of the test process alone."""

    def __init__(self) -> None:
        self.requested = False


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _ends(pid: int) -> bool:
    """Whether a killed process is gone within seconds: the kernel ends it after the signal, not with it."""
    until = time.monotonic() + 10
    while _is_running(pid):
        if time.monotonic() > until:
            return False
    return True


def test_everything_is_ended_also_what_does_not_want_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.launch.processes.GRACE_SECONDS", 0.3)
    note = tmp_path / "pid"
    with Processes() as processes:
        process = processes.start([sys.executable, "-c", STUBBORN, str(note)])
        while not (note.exists() and note.read_text()):
            assert process.poll() is None
        child = int(note.read_text())
        assert _is_running(child)
    assert not _is_running(process.pid)
    assert _ends(child)


def test_a_step_that_fails_ends_the_launch() -> None:
    with Processes() as processes:
        good = processes.start([sys.executable, "-c", "pass"])
        bad = processes.start([sys.executable, "-c", "raise SystemExit(3)"])
        good.wait()
        bad.wait()
        assert ended_well(good, "the good step")
        with pytest.raises(LaunchFailure, match="the bad step ended with exit code 3"):
            ended_well(bad, "the bad step")


def test_a_step_that_runs_is_waited_for() -> None:
    with Processes() as processes:
        assert not ended_well(processes.start([sys.executable, "-c", "import time; time.sleep(600)"]), "the step")


def test_somebody_asks_to_end_during_a_pause() -> None:
    patience = _Patience()
    patience.requested = True
    with pytest.raises(Stopped):
        patience.pause(600)


class _Ended:
    """In place of a process: one that has ended already, or still runs."""

    def __init__(self, code: int | None) -> None:
        self.code = code

    def poll(self) -> int | None:
        return self.code


def test_a_worker_is_started_again_after_growing_pauses() -> None:
    now = 0.0
    started: list[float] = []
    said: list[str] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(now)
        return _Ended(1)  # type: ignore[return-value]

    worker = Restarting(start, say=said.append, name="worker", clock=lambda: now)
    for tenth in range(200):
        now = tenth / 10
        worker.look()
    assert len(started) == 4
    pauses = [after - before for before, after in itertools.pairwise(started)]
    assert pauses == pytest.approx([2, 4, 8], abs=0.5)
    assert "worker ended (exit code 1)" in said[0]


def test_a_worker_that_runs_is_left_alone() -> None:
    started: list[int] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(1)
        return _Ended(None)  # type: ignore[return-value]

    worker = Restarting(start, say=lambda text: None, name="worker")
    worker.look()
    worker.look()
    assert len(started) == 1
