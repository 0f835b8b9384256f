"""A gunicorn with several processes, as a server has them, on a port of its own."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60.0


class Server:
    """The portal on ``127.0.0.1:port``. ``application`` names the WSGI module, ``environment`` adds variables."""

    def __init__(
        self,
        database_url: str,
        *,
        processes: int = 4,
        threads: int = 4,
        application: str = "portal.wsgi",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.port = free_port()
        self._environment = os.environ | {
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            **(environment or {}),
        }
        self._command = [
            *(sys.executable, "-W", "ignore", "-m", "gunicorn", application, "--no-control-socket"),
            *("--worker-class", "gthread", "--workers", str(processes), "--threads", str(threads)),
            *("--bind", f"127.0.0.1:{self.port}", "--log-level", "error", "--timeout", "60"),
        ]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return once the portal answers. Raises ``TimeoutError`` when it doesn't."""
        self.process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, start_new_session=True)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}")
            if self._answers():
                return
            time.sleep(0.1)
        self.kill()
        raise TimeoutError("the server doesn't answer")

    def workers(self) -> list[int]:
        """Return the process ids of the workers."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End it and its workers without a warning."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


@contextmanager
def running(database_url: str, **options: Any) -> Iterator[Server]:
    """Run a server for a while; the options are those of :class:`Server`."""
    server = Server(database_url, **options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
