"""``python -m portal.launch run|dev|demo-reset``; ``make`` calls it."""

from __future__ import annotations

import os
import shutil
import sys

from portal.database import DatabaseUnavailable
from portal.launch.demo_reset import reset
from portal.launch.failure import LaunchFailure
from portal.launch.install import describe
from portal.launch.portal_server import LOCAL, ROOT, Launch
from portal.launch.processes import Interruption, Stopped
from portal.launch.progress import say

FULL_DISK_MEGABYTES = 20


def main(command: str) -> None:
    """Run one command; whatever goes wrong is one sentence and exit code 1."""
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    interruption = Interruption()
    try:
        if command == "demo-reset":
            reset(interruption)
        else:
            Launch(reload=command == "dev", interruption=interruption).run()
    except Stopped:
        say("Everything is ended.")
    except (LaunchFailure, DatabaseUnavailable) as error:
        sys.exit(_sentence(str(error)))
    except OSError as error:
        sys.exit(_sentence(describe(error)))


def _sentence(reason: str) -> str:
    """The reason, or the one behind it: most programs that run out of space fail in their own words."""
    free = shutil.disk_usage(LOCAL if LOCAL.exists() else ROOT).free // 1_000_000
    if free < FULL_DISK_MEGABYTES:
        return f"The disk that holds {ROOT} is full. Free some space and try again. ({reason})"
    return reason


if __name__ == "__main__":
    main(sys.argv[1])
