"""Progress lines with the seconds since the start, shared by the launcher and the processes it starts."""

from __future__ import annotations

import os
import sys
import time

STARTED = "PORTAL_LAUNCH_STARTED"
"""Environment variable with the launch's start in seconds since the epoch."""


def say(text: str) -> None:
    """Print one line of progress, with the seconds since ``make run`` began."""
    started = float(os.environ.setdefault(STARTED, str(time.time())))
    sys.stdout.write(f"[{time.time() - started:5.1f} s] {text}\n")
    sys.stdout.flush()
