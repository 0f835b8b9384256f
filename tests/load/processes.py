"""The portal's processes, to be killed: a server and a worker on one database, and whom they send to."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.server import ROOT, Server
from tests.load.mail_stand_in import MailStandIn
from tests.portal.messages.sms_stand_in import StandIn

DEADLINE_SECONDS = 120.0
"""Longer than anything takes, also where many others use the machine."""


class Worker:
    """``manage.py run_worker``."""

    def __init__(self, database_url: str, environment: Mapping[str, str]) -> None:
        self._environment = os.environ | {"DATABASE_URL": database_url} | dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start it."""
        command = [sys.executable, "-W", "ignore", "manage.py", "run_worker"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, start_new_session=True)

    def kill(self) -> None:
        """End it without a warning. It may be called from any thread."""
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.wait()

    @property
    def is_running(self) -> bool:
        """Whether it still lives."""
        return self._process is not None and self._process.poll() is None


@dataclass
class Portal:
    """Everything that runs. ``kills`` counts how often the worker was ended while it may have been sending."""

    server: Server
    worker: Worker
    mail: MailStandIn
    sms: StandIn
    kills: int = field(default=0)

    def kill_a_server_process(self, choose: random.Random) -> None:
        """End one of gunicorn's workers; gunicorn starts another."""
        wait_until(lambda: bool(self.server.workers()), "gunicorn has no worker")
        os.kill(choose.choice(self.server.workers()), signal.SIGKILL)

    def kill_all_server_processes(self) -> None:
        """End all of gunicorn's workers, whatever they are doing; gunicorn starts others."""
        for pid in self.server.workers():
            os.kill(pid, signal.SIGKILL)

    def kill_the_server(self) -> None:
        """End gunicorn and all its workers, as when the machine ends, and start anew."""
        self.server.kill()
        self.server.start()

    def kill_the_worker(self) -> None:
        """End the worker wherever it is, and start another."""
        self.worker.kill()
        self.kills += 1
        self.worker.start()

    def kill_the_worker_later(self, choose: random.Random) -> None:
        """The same a few messages later, which is any moment of its work."""
        enough = len(self.mail.received) + choose.randint(1, 5)
        wait_until(lambda: len(self.mail.received) >= enough, "the worker sends nothing")
        self.kill_the_worker()

    def kill_the_worker_while_it_sends(self) -> None:
        """End the worker when the mail server has a message and hasn't said so, and start another."""
        is_dead = threading.Event()

        def kill() -> None:
            self.mail.before_yes = lambda: None
            self.worker.kill()
            is_dead.set()

        self.mail.before_yes = kill
        if not is_dead.wait(DEADLINE_SECONDS):
            raise TimeoutError("the worker sends nothing")
        self.kills += 1
        self.worker.start()

    def stop(self) -> None:
        """End everything."""
        self.worker.kill()
        self.server.kill()


def environment_of(mail: MailStandIn, sms: StandIn, media: Path) -> dict[str, str]:
    """Return the variables with which a process sends to the stand-ins."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.load.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "TEST_SMS_GATEWAY_URL": sms.url,
        "TEST_MEDIA_ROOT": str(media),
    }


def wait_until(is_so: Callable[[], bool], otherwise: str) -> None:
    """Return as soon as something is so. Raises ``TimeoutError`` after :data:`DEADLINE_SECONDS`."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(0.02)
