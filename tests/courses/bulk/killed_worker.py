"""A process that works on bulk jobs until it is killed: ``python -m tests.courses.bulk.killed_worker``.

After each service, before the transaction ends, it writes a line, so that a test can kill it at that very moment,
and waits a little, so that it can.
"""

from __future__ import annotations

import sys
import time

import django

PAUSE = 0.02
"""Seconds in the middle of a transaction: long enough to be killed in."""


def main() -> None:
    """Go through the jobs, with a line for each enrolment that isn't committed yet."""
    django.setup()
    from courses.bulk import work

    do = work.do

    def and_wait(*arguments: object) -> None:
        do(*arguments)  # type: ignore[arg-type]
        sys.stdout.write(".\n")
        sys.stdout.flush()
        time.sleep(PAUSE)

    work.do = and_wait  # type: ignore[assignment]
    work.work_on_bulk_jobs(seconds=120)


if __name__ == "__main__":
    main()
