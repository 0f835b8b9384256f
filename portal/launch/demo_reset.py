"""``make demo-reset``: the demo as on the first day."""

from __future__ import annotations

import os
import shutil
from urllib.parse import urlsplit

import psycopg

from portal.launch import preflight
from portal.launch.failure import LaunchFailure
from portal.launch.portal_server import LOCAL, Preparation, connect_database, prepare_command
from portal.launch.processes import Interruption, Processes, ended_well
from portal.launch.progress import say

LOCK_TIMEOUT = "10s"


def reset(interruption: Interruption) -> None:
    """Empty the database, remove uploads and sent messages, load the demo again.

    Raises :class:`LaunchFailure` while the portal runs, and for a database of one's own that isn't named in
    ``CONFIRM``.
    """
    LOCAL.mkdir(exist_ok=True)
    with preflight.only_one(LOCAL):
        _ask_for_confirmation()
        url = connect_database()
        say("Emptying the database")
        _empty(url)
        for folder in ("media", "outbox"):
            shutil.rmtree(LOCAL / folder, ignore_errors=True)
        with Processes() as processes:
            preparation = Preparation(processes)
            preparation.wait_for("database", interruption)
            preparation.wait_for("static", interruption)
            rest = processes.start(prepare_command("rest"))
            while not ended_well(rest, "loading the rest of the demo"):
                interruption.pause()
    say("The demo is as on its first day. `make run` serves it.")


def _ask_for_confirmation() -> None:
    """The embedded database holds nothing but the demo; any other may hold what somebody needs."""
    url = os.environ.get("DATABASE_URL", "")
    name = urlsplit(url).path.lstrip("/")
    if url and os.environ.get("CONFIRM") != name:
        message = f"This would delete everything in the database {name!r} of DATABASE_URL. If you mean it: "
        raise LaunchFailure(message + f"CONFIRM={name} make demo-reset")


def _empty(url: str) -> None:
    try:
        with psycopg.connect(preflight.libpq(url), connect_timeout=preflight.CONNECT_SECONDS) as connection:
            connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    except psycopg.errors.LockNotAvailable as error:
        raise LaunchFailure("Another program uses the database: end it, then try again.") from error
