"""The databases of a test run: cloned from templates that are built once and kept between runs.

Migrating takes half a minute, cloning a third of a second. There are two templates: ``plain`` is what the
migrations make, ``demo`` is that with the demo's content, as of :data:`TODAY`. Their names carry a hash of what
they are built from, so that a change builds new ones.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
LOCAL_DIR = ROOT / ".local"
MEDIA = LOCAL_DIR / "test-media"
"""Files that belong to the demo template."""
TODAY = "2026-11-23"
"""The day that every test takes for today, unless it travels."""

Kind = Literal["plain", "demo"]

_PREFIX = "portal_tests_"
_KEPT_TEMPLATES = 3
"""How many templates of each kind stay: of this state of the source, and of those before it."""
_SCHEMA_SOURCES = ("*/migrations/*.py", "portal/languages.py", "portal/settings/*.py", "requirements/dev.lock")
_DEMO_SOURCES = (
    "portal/**/*.py",
    "portal/messages/texts/**/*",
    "resources/**/*.py",
    "courses/**/*.py",
    "home/**/*.py",
    "home/demo/**/*",
)


class Databases:
    """The test databases of one process, on the server of ``url``."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._own: dict[Kind, str] = {}
        self._current: Kind = "plain"
        self._templates: dict[Kind, str] = {}
        self._failure: RuntimeError | None = None

    def switch(self, kind: Kind) -> None:
        """Let Django's connections use the database of this kind; make it first where there is none yet."""
        if kind not in self._own:
            self._make(kind)
        self._current = kind
        name = self._own[kind]
        if connections.settings["default"]["NAME"] != name:
            connections.close_all()
            connections.settings["default"]["NAME"] = name

    def restore(self) -> None:
        """Make the current database as it was at first: what a test committed is gone.

        Django would empty every table, and with them Wagtail's root page and the locales.
        """
        connections.close_all()
        self._make(self._current)

    def drop_all(self) -> None:
        """Drop the databases of this process."""
        connections.close_all()
        with self._server() as server:
            for name in self._own.values():
                _drop(server, name)
        self._own.clear()

    def media(self) -> Path:
        """Return the folder with the demo template's files."""
        return MEDIA / self._template("demo")

    def _make(self, kind: Kind) -> None:
        name = f"{_PREFIX}{os.getpid()}_{kind}"
        if self._failure is not None:
            raise self._failure
        with self._server() as server:
            _drop(server, name)
            if not _exists(server, self._template(kind)):
                with _one_at_a_time():
                    self._ensure_template(server, kind)
            _clone(server, self._template(kind), name)
        self._own[kind] = name

    def _ensure_template(self, server: psycopg.Connection, kind: Kind) -> str:
        template = self._template(kind)
        if _exists(server, template):
            return template
        building = f"{_PREFIX}{os.getpid()}_building_{kind}"
        _drop(server, building)
        if kind == "demo":
            _clone(server, self._ensure_template(server, "plain"), building)
            self._manage(building, "load_demo")
            self._manage(building, "load_texts")
        else:
            _drop_left_over(server)
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'").format(
                    sql.Identifier(building)
                )
            )
            self._manage(building, "migrate", "--verbosity=0")
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(template))
        )
        _drop_old_templates(server, kind)
        return template

    def _template(self, kind: Kind) -> str:
        """The name for the source as it was when this process first asked."""
        if kind not in self._templates:
            schema = f"{_PREFIX}{kind}_{_fingerprint(_SCHEMA_SOURCES)}"
            self._templates[kind] = schema if kind == "plain" else self._demo_template(schema)
        return self._templates[kind]

    def _demo_template(self, schema: str) -> str:
        """The name of the demo for today's source; with KEEP_DEMO=1 the newest of this schema, where there is one."""
        if os.environ.get("KEEP_DEMO"):
            with self._server() as server:
                query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC LIMIT 1"
                newest = server.execute(query, [schema]).fetchone()
            if newest:
                return str(newest[0])
        return f"{schema}_{_fingerprint(_DEMO_SOURCES)}"

    def _manage(self, database: str, *arguments: str) -> None:
        environment = os.environ | {
            "DATABASE_URL": _with_name(self._url, database),
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "DEMO_TODAY": TODAY,
            "TEST_MEDIA_ROOT": str(self.media()),
        }
        command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            reason = f"Building the test database: {' '.join(arguments)} failed\n{done.stdout}{done.stderr}"
            self._failure = RuntimeError(reason)
            raise self._failure

    @contextmanager
    def _server(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect("postgresql" + self._url[self._url.index("://") :], autocommit=True) as connection:
            yield connection


def _fingerprint(patterns: tuple[str, ...]) -> str:
    """What the files of these patterns hash to."""
    digest = hashlib.sha256(TODAY.encode())
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let no other test process of this checkout build templates meanwhile: it would build the same."""
    LOCAL_DIR.mkdir(exist_ok=True)
    with (LOCAL_DIR / "test-databases.lock").open("w") as lock_file:
        fcntl.flock(lock_file, fcntl.LOCK_EX)
        yield


def _with_name(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _exists(server: psycopg.Connection, name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _clone(server: psycopg.Connection, template: str, name: str) -> None:
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _names(server: psycopg.Connection) -> list[str]:
    rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_PREFIX]).fetchall()
    return [row[0] for row in rows]


def _drop_old_templates(server: psycopg.Connection, kind: Kind) -> None:
    """Drop what earlier states of the source were built into, but for the last ones: somebody may be testing those."""
    rows = server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC", [f"{_PREFIX}{kind}_"]
    ).fetchall()
    for (name,) in rows[_KEPT_TEMPLATES:]:
        _drop(server, name)


def _drop_left_over(server: psycopg.Connection) -> None:
    """Drop the databases of runs on this machine that were killed."""
    for name in _names(server):
        match = re.match(rf"{_PREFIX}(\d+)_", name)
        if match and not Path(f"/proc/{match[1]}").exists():
            _drop(server, name)
