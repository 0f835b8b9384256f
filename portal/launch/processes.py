"""Processes that the launcher starts, and makes sure to end."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from types import FrameType

from portal.launch.failure import LaunchFailure

POLL_SECONDS = 0.1
GRACE_SECONDS = 8.0
"""How long a process may take to end before it is killed."""

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


class Stopped(Exception):
    """Somebody asked the launcher to end."""


class Interruption:
    """Remembers Ctrl-C, SIGTERM and SIGHUP, and is asked for them where it is safe to stop.

    The handler only takes a note: an exception in the middle of starting PostgreSQL would leave it behind.
    """

    def __init__(self) -> None:
        self.requested = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.requested = True

    def check(self) -> None:
        """Raise :class:`Stopped` when somebody asked to end."""
        if self.requested:
            raise Stopped

    def pause(self, seconds: float = POLL_SECONDS) -> None:
        """Sleep a moment. Raises :class:`Stopped` when somebody asked to end."""
        until = time.monotonic() + seconds
        while True:
            self.check()
            left = until - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, POLL_SECONDS))


class Processes:
    """The processes of a launch. Leaving the context ends all of them, with everything that they started."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.end_all()

    def start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a process in a session of its own: Ctrl-C reaches the launcher alone, which ends them in order."""
        process = subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: PLW1509
        self._running.append(process)
        return process

    def end_all(self) -> None:
        """End every process and its children: by SIGTERM, after :data:`GRACE_SECONDS` by SIGKILL."""
        for process in self._running:
            _signal_group(process, signal.SIGTERM)
        until = time.monotonic() + GRACE_SECONDS
        for process in self._running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(until - time.monotonic(), 0))
            # Also where the process itself has ended: a child of it may not have.
            _signal_group(process, signal.SIGKILL)
            process.wait()
        self._running.clear()


def _die_with_parent() -> None:
    """In the new process: get SIGTERM should the launcher be killed without a chance to say good-bye (Linux)."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


class Restarting:
    """A process that is started again when it ends, after a pause that grows while it keeps ending."""

    FIRST_PAUSE = 2.0
    LONGEST_PAUSE = 60.0
    STEADY_SECONDS = 60.0
    """Whoever lives this long is taken to be well again."""

    def __init__(
        self,
        start: Callable[[], subprocess.Popen[bytes]],
        *,
        say: Callable[[str], object],
        name: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._start = start
        self._say = say
        self._name = name
        self._clock = clock
        self._pause = self.FIRST_PAUSE
        self._due: float | None = None
        self._started = clock()
        self.process = start()

    def look(self) -> None:
        """To be called again and again: notice the end of the process, start it again when its pause is over."""
        now = self._clock()
        if self._due is not None:
            if now >= self._due:
                self._due = None
                self._started = now
                self.process = self._start()
            return
        code = self.process.poll()
        if code is None:
            return
        if now - self._started >= self.STEADY_SECONDS:
            self._pause = self.FIRST_PAUSE
        self._say(f"The {self._name} ended ({_how(code)}); it is started again in {self._pause:.0f} s")
        self._due = now + self._pause
        self._pause = min(self._pause * 2, self.LONGEST_PAUSE)


def ended_well(process: subprocess.Popen[bytes], what: str) -> bool:
    """Return whether a process has ended, False while it runs.

    Raises :class:`LaunchFailure` when it ended badly; it has printed why.
    """
    code = process.poll()
    if code:
        raise LaunchFailure(f"The portal isn't started: {what} ended with {_how(code)}.")
    return code == 0


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
