"""``make bench-inbox``: the staff's pages over 100,000 enrolments, beside Wagtail's own list of a hundred snippets."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from portal.garbage import collect_rarely
from tests.bench.database import bench_database
from tests.databases import LOCAL_DIR

RESULT = LOCAL_DIR / "bench" / "inbox.json"
PLAIN = "Wagtail's list of 100 snippets"
PLAIN_URL = "/admin/snippets/snippetlist/note/"
SLOWEST = 1.5
"""A page may take so many times what Wagtail's own list takes, at its 95th percentile."""
MORE_QUERIES = 12
ONE_SCREEN = {"enrolment": 24}
"""All about one person on one screen: no list, and nothing was promised about its queries but that they don't grow."""
ACCOUNTS = ("admin", "staff-iasi")


def main(arguments: list[str]) -> int:
    """Measure at two sizes, print a table, write JSON; return 1 when a page is too slow or its queries grow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="each page is asked for so often, beside Wagtail's list")
    parser.add_argument("--enrolments", type=int, default=100_000)
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=500)
    options = parser.parse_args(arguments)
    few = _measure({"enrolments": 5_000, "persons": 1_000, "runs": 100}, rounds=3)
    many = _measure({name: getattr(options, name) for name in ("enrolments", "persons", "runs")}, options.rounds)
    report = {page: {**figures, "queries_few": few[page]["queries"]} for page, figures in many.items()}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(report, indent=2), encoding="utf-8")
    return 0 if _print(report) else 1


def _measure(crowd: Mapping[str, int], rounds: int) -> dict[str, dict[str, Any]]:
    """Return the figures of every page of every account, in milliseconds, in a database of its own.

    Each page is asked for right beside Wagtail's list, now before it, now after it, and is compared with just those
    answers: whatever else the machine does, or the garbage that a page before has left, meets both alike.
    """
    with bench_database():
        from django.core.management import call_command
        from django.test import override_settings

        from tests.bench.staff_pages import sign_in, staff_pages

        with override_settings(DEMO=True):
            call_command("seed_enrolments", **crowd)
        report: dict[str, dict[str, Any]] = {}
        visits: list[tuple[str, Visit, Visit]] = []
        for account in ACCOUNTS:
            client = sign_in(account)
            plain = Visit(client, PLAIN_URL)
            report[f"{PLAIN} ({account})"] = {"account": account, "queries": plain.queries()}
            for name, url in staff_pages(account).items():
                page = f"{name} ({account})"
                visits.append((page, Visit(client, url), Visit(client, PLAIN_URL)))
                more = ONE_SCREEN.get(name, MORE_QUERIES)
                report[page] = {"account": account, "queries": visits[-1][1].queries(), "more_queries": more}
        collect_rarely()  # as portal.wsgi does
        for number in range(rounds):
            for _page, visit, beside in visits:
                for each in (beside, visit) if number % 2 else (visit, beside):
                    each.go()
        for page, visit, beside in visits:
            report[page] |= {**visit.summary(), "beside": beside.summary()}
        for account in ACCOUNTS:
            all_beside = [beside for page, _visit, beside in visits if report[page]["account"] == account]
            report[f"{PLAIN} ({account})"] |= Visit.joined(all_beside).summary()
        return report


class Visit:
    """An address that is opened again and again: how long it takes, and how much CPU of Python and PostgreSQL."""

    def __init__(self, client: Any, url: str) -> None:
        self._client, self._url = client, url
        self.wall: list[float] = []
        self.cpu: list[float] = []

    @classmethod
    def joined(cls, visits: Sequence[Visit]) -> Visit:
        """Return one with the figures of all these."""
        joined = cls(None, "")
        joined.wall = [wall for visit in visits for wall in visit.wall]
        joined.cpu = [cpu for visit in visits for cpu in visit.cpu]
        return joined

    def queries(self) -> int:
        """Return how many queries it takes once everything is warm."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        for _warm in range(2):
            answer = self._client.get(self._url)
            if answer.status_code != 200:
                raise RuntimeError(f"{self._url} answers {answer.status_code}")
        with CaptureQueriesContext(connection) as queries:
            self._client.get(self._url)
        return len(queries)

    def go(self) -> None:
        """Open it once, and note what that took."""
        started, used = time.perf_counter(), _cpu()
        self._client.get(self._url)
        self.wall.append(1000 * (time.perf_counter() - started))
        self.cpu.append(1000 * (_cpu() - used))

    def summary(self) -> dict[str, float]:
        """Return the figures in milliseconds."""
        return {
            "median_ms": statistics.median(self.wall),
            "p95_ms": statistics.quantiles(self.wall, n=20, method="inclusive")[-1],
            "cpu_ms": statistics.median(self.cpu),
        }


def _cpu() -> float:
    """Return the seconds of CPU that this process and its database connection have used, the latter on Linux."""
    from django.db import connection

    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    served = int(backend.read_text().split()[0]) / 1e9 if backend.exists() else 0.0
    return time.process_time() + served


def _print(report: Mapping[str, Mapping[str, Any]]) -> bool:
    """Print the table; return whether every page holds what is promised."""
    holds = True
    print(f"{'page':<44} {'median':>7} {'p95':>6} {'beside':>7} {'x':>5} {'cpu':>6} {'x':>5} {'queries':>8} {'few':>4}")
    for page, figures in report.items():
        plain = report[f"{PLAIN} ({figures['account']})"]
        beside = figures.get("beside", plain)
        times, work = figures["p95_ms"] / beside["p95_ms"], figures["cpu_ms"] / beside["cpu_ms"]
        is_slow = times > SLOWEST or figures["queries"] > plain["queries"] + figures.get("more_queries", 0)
        grows = figures["queries"] != figures["queries_few"]
        holds &= not is_slow and not grows
        mark = " !" if is_slow or grows else ""
        print(
            f"{page:<44} {figures['median_ms']:>7.0f} {figures['p95_ms']:>6.0f} {beside['p95_ms']:>7.0f} {times:>5.2f}"
            f" {figures['cpu_ms']:>6.0f} {work:>5.2f} {figures['queries']:>8} {figures['queries_few']:>4}{mark}"
        )
    print(f"load of the machine now: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    return holds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
