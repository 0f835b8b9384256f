"""``python -m tests.bench.export``: a list of a hundred thousand enrolments leaves through gunicorn, as CSV and XLSX.

Reads the answer as a browser would and watches the server's memory: the list streams, so that the process hardly
grows. The reader counts bytes and keeps nothing.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.database import bench_database
from tests.databases import LOCAL_DIR, ROOT

RESULT = LOCAL_DIR / "bench" / "export.json"
MOST_MB = 50
"""A process may grow by so much while a list leaves."""
COLUMNS = {
    "case": ["reference", "course", "run", "centre", "state", "submitted_at", "due_at", "level", "county"],
    "person": ["name", "latin_name", "language", "birth_year"],
    "contact": ["phone", "email"],
}


def main(arguments: list[str]) -> int:
    """Measure both kinds of file, print them, write JSON; return 1 when the process grew by too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enrolments", type=int, default=100_000)
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--port", type=int, default=8765)
    options = parser.parse_args(arguments)
    with bench_database() as url:
        cookie = _prepare(options)
        server = _serve(url, options.port)
        try:
            _ask(options.port, cookie, "csv", "?section=all&q=nobody-has-this-name")  # warm: everything is imported
            report = {kind: _ask(options.port, cookie, kind, "?section=all") for kind in ("csv", "xlsx")}
        finally:
            server.terminate()
            server.wait()
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(report, indent=2), encoding="utf-8")
    for kind, figures in report.items():
        print(kind, figures)
    return 0 if all(figures["grown_mb"] <= MOST_MB for figures in report.values()) else 1


def _prepare(options: argparse.Namespace) -> str:
    """Seed the database and return the cookie of an administrator's session."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client, override_settings

    crowd = {name: getattr(options, name) for name in ("enrolments", "persons", "runs")}
    with override_settings(DEMO=True):
        call_command("seed_enrolments", **crowd)
    client = Client()
    client.force_login(get_user_model().objects.get(username="admin"))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _serve(url: str, port: int) -> subprocess.Popen[bytes]:
    """Start one worker of gunicorn and wait until it answers."""
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "portal.wsgi", "--workers=1", "--threads=2"]
    command += [f"--bind=127.0.0.1:{port}", "--timeout=300", "--log-level=warning"]
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    for _attempt in range(120):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            connection.getresponse().read()
        except OSError:
            time.sleep(0.5)
        else:
            return server
    raise RuntimeError("The server does not answer.")


def _ask(port: int, cookie: str, kind: str, query: str) -> dict[str, float]:
    """Take out the list and return its size, the times and by how much the server grew."""
    token = "a" * 32
    headers = {
        "Host": "localhost",
        "Cookie": f"{cookie}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = urlencode({"reason": "benchmark", "format": kind, **COLUMNS}, doseq=True)
    worker = _worker()
    before = peak = _rss(worker)
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("POST", f"/admin/exports/enrolments/{query}", body, headers)
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"{response.status}: {response.read(2000)!r}")
    first = size = 0
    begun = 0.0
    while piece := response.read(65536):
        begun = begun or time.perf_counter() - started
        size += len(piece)
        first += 1
        if first % 8 == 0:
            peak = max(peak, _rss(worker))
    peak = max(peak, _rss(worker))
    return {
        "bytes": size,
        "first_byte_s": round(begun, 2),
        "seconds": round(time.perf_counter() - started, 2),
        "before_mb": round(before, 1),
        "grown_mb": round(peak - before, 1),
    }


def _worker() -> int:
    """Return the process id of gunicorn's worker: the child of the child of this process."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    for child in children:
        if b"gunicorn" in Path(f"/proc/{child}/cmdline").read_bytes():
            return int(Path(f"/proc/{child}/task/{child}/children").read_text(encoding="ascii").split()[0])
    raise RuntimeError("No server is running.")


def _rss(process: int) -> float:
    """Return what a process holds in memory, in MB."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("The process has ended.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
