"""Requests a second by wrk: nginx from its disk, nginx from what it keeps, the application with and without keeping."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import statistics
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench.server import free_port, running
from tests.load.nginx import program, running_nginx

CONNECTIONS = 8
ADDRESS = "/ro/resources/residence-permit/"
DISK, FRONT, KEPT, MADE = (
    "nginx, the same bytes from disk",
    "nginx's cache in front",
    "the application, kept",
    "the application, made anew",
)
NEEDED = "nginx, libnginx-mod-http-cache-purge and wrk (apt)"


def is_possible() -> bool:
    """Whether what is needed is installed: :data:`NEEDED`."""
    return program() is not None and shutil.which("wrk") is not None


def measure_rates(url: str, *, rounds: int, seconds: int) -> dict[str, dict[str, Any]]:
    """Return requests a second and p99 of each way, medians of rounds in which all take their turn."""
    purge_port = free_port()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        environment = {
            "TEST_GENERATIONS_FILE": str(folder / "generations"),
            "FRONTEND_CACHE_URL": f"http://127.0.0.1:{purge_port}",
        }
        keeping = stack.enter_context(running(url, processes=2, environment={**environment, "TEST_PAGE_CACHE": "true"}))
        making = stack.enter_context(running(url, processes=2, environment=environment))
        nginx = stack.enter_context(running_nginx(keeping.port, purge_port=purge_port))
        body = _get(nginx.port, ADDRESS, wanted="HIT")
        (nginx.folder / "plain" / "page.html.gz").write_bytes(body)
        targets = {
            DISK: f"http://127.0.0.1:{nginx.port}/plain/page.html",
            FRONT: f"http://127.0.0.1:{nginx.port}{ADDRESS}",
            KEPT: f"http://127.0.0.1:{keeping.port}{ADDRESS}",
            MADE: f"http://127.0.0.1:{making.port}{ADDRESS}",
        }
        if _get(nginx.port, "/plain/page.html") != body:
            raise RuntimeError("nginx serves other bytes from its disk")
        _get(keeping.port, ADDRESS)
        rates: dict[str, list[dict[str, float]]] = {way: [] for way in targets}
        for target in targets.values():
            _wrk(target, 1)
        for _round in range(rounds):
            for way, target in targets.items():
                rates[way].append(_wrk(target, seconds))
    return {way: _summary(of, rates[DISK]) for way, of in rates.items()} | {"page": {"bytes": len(body)}}


def _summary(rounds: list[dict[str, float]], disk: list[dict[str, float]]) -> dict[str, float]:
    return {
        "per_second": statistics.median(one["per_second"] for one in rounds),
        "p99_ms": statistics.median(one["p99_ms"] for one in rounds),
        "of_disk": statistics.median(
            one["per_second"] / plain["per_second"] for one, plain in zip(rounds, disk, strict=True)
        ),
    }


def _get(port: int, path: str, *, wanted: str = "") -> bytes:
    """Return the compressed bytes of a page; ``wanted``: once nginx says that it has them so."""
    for _try in range(20):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200 or answer.headers.get("Content-Encoding") != "gzip":
            raise RuntimeError(f"{path} answers {answer.status}, {answer.headers.get('Content-Encoding')}")
        if not wanted or answer.headers.get("X-Cache") == wanted:
            gzip.decompress(body)
            return body
    raise RuntimeError(f"nginx doesn't keep {path}")


def _wrk(url: str, seconds: int) -> dict[str, float]:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: gzip", url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{url}: {said}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    late = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    assert rate and late
    return {
        "per_second": float(rate[1]),
        "p99_ms": float(late[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[late[2]],
    }
