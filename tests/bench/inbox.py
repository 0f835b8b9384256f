"""``make bench-inbox``: the staff's pages over 100,000 enrolments, beside Wagtail's own list of a hundred snippets."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Mapping
from typing import Any

from tests.bench.database import bench_database
from tests.databases import LOCAL_DIR

RESULT = LOCAL_DIR / "bench" / "inbox.json"
PLAIN = "Wagtail's list of 100 snippets"
SLOWEST = 1.5
"""A page may take so many times what Wagtail's own list takes, at its 95th percentile."""
MORE_QUERIES = 12
ACCOUNTS = ("admin", "staff-iasi")


def main(arguments: list[str]) -> int:
    """Measure at two sizes, print a table, write JSON; return 1 when a page is too slow or its queries grow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="each page is asked for so often, all in turn")
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
    """Return the figures of every page of every account, in milliseconds, in a database of its own."""
    with bench_database():
        from django.core.management import call_command
        from django.db import connection
        from django.test import Client, override_settings
        from django.test.utils import CaptureQueriesContext

        from tests.bench.staff_pages import sign_in, staff_pages

        with override_settings(DEMO=True):
            call_command("seed_enrolments", **crowd)
        clients: dict[str, Client] = {name: sign_in(name) for name in ACCOUNTS}
        pages: dict[str, tuple[str, str]] = {}
        for account in ACCOUNTS:
            urls = {PLAIN: "/admin/snippets/snippetlist/note/", **staff_pages(account)}
            pages |= {f"{name} ({account})": (account, url) for name, url in urls.items()}
        figures: dict[str, dict[str, Any]] = {
            page: {"account": account, "wall": [], "cpu": []} for page, (account, _url) in pages.items()
        }
        for page, (account, url) in pages.items():
            for _warm in range(2):
                answer = clients[account].get(url)
                if answer.status_code != 200:
                    raise RuntimeError(f"{page} answers {answer.status_code}: {url}")
            with CaptureQueriesContext(
                connection,
            ) as queries:
                clients[account].get(url)
            figures[page]["queries"] = len(queries)
        for _round in range(rounds):
            for page, (account, url) in pages.items():
                started, used = time.perf_counter(), time.process_time()
                clients[account].get(url)
                figures[page]["wall"].append(1000 * (time.perf_counter() - started))
                figures[page]["cpu"].append(1000 * (time.process_time() - used))
        return {page: _summary(kept) for page, kept in figures.items()}


def _summary(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "account": kept["account"],
        "queries": kept["queries"],
        "median_ms": statistics.median(kept["wall"]),
        "p95_ms": sorted(kept["wall"])[int(len(kept["wall"]) * 0.95)],
        "cpu_ms": statistics.median(kept["cpu"]),
    }


def _print(report: Mapping[str, Mapping[str, Any]]) -> bool:
    """Print the table; return whether every page holds what is promised."""
    holds = True
    print(f"{'page':<44} {'median':>8} {'p95':>8} {'x':>5} {'cpu':>8} {'queries':>8} {'few':>4}")
    for page, figures in report.items():
        plain = report[f"{PLAIN} ({figures['account']})"]
        times = figures["p95_ms"] / plain["p95_ms"]
        is_slow = times > SLOWEST or figures["queries"] > plain["queries"] + MORE_QUERIES
        grows = figures["queries"] != figures["queries_few"]
        holds &= not is_slow and not grows
        mark = " !" if is_slow or grows else ""
        print(
            f"{page:<44} {figures['median_ms']:>8.0f} {figures['p95_ms']:>8.0f} {times:>5.2f} {figures['cpu_ms']:>8.0f}"
            f" {figures['queries']:>8.0f} {figures['queries_few']:>4.0f}{mark}"
        )
    return holds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
