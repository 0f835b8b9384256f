"""``make run`` and ``make dev``: prepares what has changed, then serves, with the worker beside it."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from portal.catalogues.files import compile_catalogues
from portal.database import start_embedded
from portal.launch import preflight
from portal.launch.failure import LaunchFailure
from portal.launch.fingerprints import Stamp, fingerprint
from portal.launch.prepare import announce_database, forget_database
from portal.launch.processes import Interruption, Processes, Restarting, ended_well
from portal.launch.progress import say

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL = ROOT / ".local"

DATABASE_SOURCES = (
    "*/migrations/*.py",
    "home/demo/**/*",
    "portal/messages/texts/**/*",
    "portal/languages.py",
    "requirements/runtime.lock",
)
STATIC_SOURCES = (
    "static/**/*",
    "portal/static/**/*",
    "resources/static/**/*",
    "courses/static/**/*",
    "home/static/**/*",
    "requirements/runtime.lock",
)
READY_SECONDS = 90.0
ROOT_NOTICE = (
    "Note: as root, the embedded PostgreSQL makes a system user `pgserver` and lets every user pass through the "
    "folders above .local (chmod). That is fine on a throw-away machine; elsewhere run as an ordinary user."
)


class Launch:
    """One launch: the port, the database, and what runs."""

    def __init__(self, *, reload: bool, interruption: Interruption) -> None:
        self.reload = reload
        self.interruption = interruption
        self.port = preflight.port_from_environment()
        os.environ["PORT"] = str(self.port)
        if reload:
            os.environ.setdefault("DEBUG", "true")

    def run(self) -> None:
        """Do everything until somebody asks to end.

        Raises :class:`LaunchFailure` for what the person at the terminal has to mend, ``Stopped`` on request.
        """
        LOCAL.mkdir(exist_ok=True)
        with preflight.only_one(LOCAL):
            preflight.check_port(self.port)
            if notice := preflight.pdf_notice():
                say(notice)
            forget_database()
            with Processes() as processes:
                preparation = Preparation(processes, static=not self.reload)
                if self.reload:
                    preparation.wait_for("database", self.interruption)
                    server = processes.start(self._server_command())
                else:
                    # The server takes seconds to load, the database longer to be made: side by side.
                    preparation.wait_for("static", self.interruption)
                    server = processes.start(self._server_command())
                    preparation.wait_for("database", self.interruption)
                    announce_database()
                self._serve(processes, server)

    def _serve(self, processes: Processes, server: subprocess.Popen[bytes]) -> None:
        say(f"Waiting for the server on http://127.0.0.1:{self.port}")
        self._wait_until_served(server)
        worker = Restarting(lambda: processes.start(self._worker_command()), say=say, name="message worker")
        say(self._welcome())
        rest: subprocess.Popen[bytes] | None = processes.start(prepare_command("rest"))
        while True:
            self.interruption.pause(0.5)
            self._check_server(server)
            worker.look()
            if rest and rest.poll() is not None:
                if rest.returncode:
                    say("Not all of the demo is loaded; the next `make run` goes on where this one stopped.")
                rest = None

    def _server_command(self) -> list[str]:
        address = f"127.0.0.1:{self.port}"
        if self.reload:
            return [sys.executable, "manage.py", "runserver", address]
        options = {"bind": address, "worker-class": "gthread", "workers": "2", "threads": "4"}
        options |= {"graceful-timeout": "3", "timeout": "60", "log-level": "warning"}
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        return [sys.executable, "-m", "gunicorn", "portal.launch.wsgi", "--preload", "--no-control-socket", *arguments]

    def _worker_command(self) -> list[str]:
        if self.reload:
            return [sys.executable, "-m", "portal.launch.reloading", "run_worker"]
        return [sys.executable, "manage.py", "run_worker"]

    def _wait_until_served(self, server: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + READY_SECONDS
        while self._status("/healthz") != 200:
            if time.monotonic() > until:
                raise LaunchFailure(f"The server doesn't serve after {READY_SECONDS:.0f} s; what it printed says why.")
            self.interruption.pause()
            self._check_server(server)
        status = self._status("/en/")
        say("The first page is served" if status == 200 else f"The server runs, but its home page answers {status}")

    def _status(self, path: str) -> int:
        """The status that our own server answers with, 0 where it doesn't answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def _check_server(self, server: subprocess.Popen[bytes]) -> None:
        if server.poll() is not None:
            raise LaunchFailure(
                f"The server ended by itself (exit code {server.returncode}); what it printed says why."
            )

    def _welcome(self) -> str:
        address = f"http://127.0.0.1:{self.port}"
        password = os.environ.get("DEMO_PASSWORD") or "bun-venit-demo"
        return f"""Ready.

  The portal        {address}/
  For staff         {address}/admin/
  Sign in as        admin@demo.example, editor@demo.example, translator@demo.example, coordinator@demo.example,
                    staff-bucuresti@demo.example, staff-iasi@demo.example, trainer@demo.example or
                    reporter@demo.example
  Password          {password}
  Messages sent     {address}/demo/outbox/ and the folder .local/outbox

  Ctrl-C ends everything. The data stay in .local; `make demo-reset` starts over.
"""


def connect_database() -> str:
    """Return the URL of the database, which answers and is new enough; every child of this process gets it too.

    Raises :class:`LaunchFailure`, or ``DatabaseUnavailable`` where the embedded server doesn't start.
    """
    url = os.environ.get("DATABASE_URL", "")
    if url:
        preflight.check_database(url)
        return url
    if os.geteuid() == 0:
        say(ROOT_NOTICE)
    say("Starting the embedded PostgreSQL")
    url = start_embedded(LOCAL)
    os.environ["DATABASE_URL"] = url
    return url


class Preparation:
    """Static files, database and catalogues are brought up to date, side by side; what hasn't changed is skipped.

    Once it is made, ``DATABASE_URL`` names the database. Making it raises what :func:`connect_database` raises.
    """

    def __init__(self, processes: Processes, *, static: bool = True) -> None:
        self._processes = processes
        self._begun: dict[str, tuple[subprocess.Popen[bytes], Stamp, str]] = {}
        if static:
            self._begin(
                "static", fingerprint(ROOT, STATIC_SOURCES), is_there=(LOCAL / "static" / "staticfiles.json").exists
            )
        url = connect_database()
        compile_catalogues(ROOT)
        self._begin("database", fingerprint(ROOT, DATABASE_SOURCES, url), is_there=lambda: _has_content(url))

    def _begin(self, name: str, wanted: str, *, is_there: Callable[[], bool]) -> None:
        stamp = Stamp(LOCAL / f"{name}.stamp")
        if stamp.holds(wanted) and is_there():
            return
        stamp.clear()
        self._begun[name] = (self._processes.start(prepare_command(name)), stamp, wanted)

    def wait_for(self, name: str, interruption: Interruption) -> None:
        """Return when a step is done. Raises :class:`LaunchFailure` when any step fails, ``Stopped`` on request."""
        while name in self._begun:
            interruption.pause()
            for step, (process, stamp, wanted) in list(self._begun.items()):
                if ended_well(process, f"preparing the {step}"):
                    stamp.set(wanted)
                    del self._begun[step]


def prepare_command(step: str) -> list[str]:
    """Return the command that does one step of :mod:`portal.launch.prepare`."""
    return [sys.executable, "-W", "ignore", "-m", "portal.launch.prepare", step]


def _has_content(url: str) -> bool:
    """Whether the database is the one that was prepared, and not an empty one at the same address."""
    try:
        with psycopg.connect(preflight.libpq(url), connect_timeout=preflight.CONNECT_SECONDS) as connection:
            row = connection.execute("SELECT EXISTS (SELECT FROM home_homepage)").fetchone()
    except psycopg.errors.UndefinedTable:
        return False
    return bool(row and row[0])
