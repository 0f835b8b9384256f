"""What can be known to be wrong before anything is started."""

from __future__ import annotations

import ctypes
import fcntl
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from portal.launch.failure import LaunchFailure
from portal.pdf import APT_PACKAGES

OLDEST_POSTGRESQL = 15
CONNECT_SECONDS = 10
PANGO = "libpangoft2-1.0.so.0"
"""What PDF files are drawn with; loading it loads all that it needs, and is quicker than asking WeasyPrint."""


def port_from_environment() -> int:
    """Return the port to serve on, from ``PORT``. Raises :class:`LaunchFailure` for what isn't one."""
    text = os.environ.get("PORT", "") or "8000"
    if not re.fullmatch(r"\d{1,5}", text) or not 0 < int(text) < 65536:
        raise LaunchFailure(f"PORT={text} isn't a port: say a number from 1024 to 65535, as in PORT=8001 make run")
    return int(text)


def check_port(port: int) -> None:
    """Raise :class:`LaunchFailure` when nothing can listen on this port of 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the server does it: a port that was in use a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise LaunchFailure(f"Port {port} is reserved for root: try PORT=8001 make run") from error
        except OSError as error:
            other = port + 1 if port < 65535 else 8001
            raise LaunchFailure(f"Port {port} is taken by another program: try PORT={other} make run") from error


@contextmanager
def only_one(local_dir: Path) -> Iterator[None]:
    """Hold the checkout's lock for as long as the portal runs.

    Raises :class:`LaunchFailure` when another process holds it.
    """
    with (local_dir / "run.lock").open("a+") as lock_file:
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock_file.seek(0)
            where = lock_file.read().strip() or "somewhere"
            message = f"The portal of this checkout is running already ({where}). End that one first, by Ctrl-C."
            raise LaunchFailure(message) from error
        lock_file.truncate(0)
        lock_file.write(f"process {os.getpid()}, port {os.environ.get('PORT') or 8000}")
        lock_file.flush()
        yield


def check_database(url: str) -> None:
    """Raise :class:`LaunchFailure` when no PostgreSQL answers at ``url``, or one that is too old."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql", "psql", "pgsql"):
        raise LaunchFailure("DATABASE_URL must begin with postgresql://, as in postgresql://user:password@host/name")
    try:
        with psycopg.connect(libpq(url), connect_timeout=CONNECT_SECONDS) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        reason = lines[-1] if lines else type(error).__name__
        where = f"{parts.hostname or 'the local socket'}, database {parts.path.lstrip('/') or '(none)'}"
        raise LaunchFailure(f"The PostgreSQL of DATABASE_URL ({where}) doesn't answer: {reason}") from error
    if version < OLDEST_POSTGRESQL:
        message = f"The PostgreSQL of DATABASE_URL is version {version}; {OLDEST_POSTGRESQL} or newer is needed."
        raise LaunchFailure(message)


def pdf_notice() -> str:
    """Return a line that says how to get PDF files (certificates, class lists), "" where they can be made.

    Everything else works without.
    """
    try:
        ctypes.CDLL(PANGO)
    except OSError:
        return f"Note: PDF files can't be made on this machine. To get them: sudo apt install {' '.join(APT_PACKAGES)}"
    return ""


def libpq(url: str) -> str:
    """Return the URL with the scheme that libpq knows; Django's settings accept more spellings."""
    return "postgresql" + url[url.index("://") :]
