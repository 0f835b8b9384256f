"""``make bench``: readers' pages. Requests a second kept and not, CPU of a page that is made, and a tree of 14,000."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portal.garbage import collect_rarely
from tests.bench.database import bench_database
from tests.bench.rates import DISK, FRONT, KEPT, MADE, NEEDED, is_possible, measure_rates
from tests.databases import LOCAL_DIR

RESULT = LOCAL_DIR / "bench" / "pages.json"
LEAST_OF_DISK = 0.85
"""Of nginx's cache, beside the same bytes from its disk."""
LEAST_KEPT = 2_000
MOST_CPU_MS = 20
WANTED_CPU_MS = 12
MOST_GROWTH = 1.10
"""Of the median over a tree a hundred times as large."""
CODES = ("ro", "ar")
EMPTY = "Wagtail's empty page"


def main(arguments: list[str]) -> int:
    """Measure, print tables, write JSON; return 1 where something isn't reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="all ways take their turn so often")
    parser.add_argument("--seconds", type=int, default=8, help="of wrk, for each turn")
    parser.add_argument("--times", type=int, default=40, help="each page is made so often")
    parser.add_argument("--pages", type=int, default=14_000, help="of the large tree")
    options = parser.parse_args(arguments)
    report: dict[str, Any] = {}
    with bench_database() as url:
        report["pages"] = _measure_pages(options.times)
        report["tree"] = _measure_tree(options.pages, max(options.times // 4, 3))
        if is_possible():
            report["rates"] = measure_rates(url, rounds=options.rounds, seconds=options.seconds)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(report, indent=2, ensure_ascii=False), encoding="utf-8")
    # All of them, so that one that isn't reached hides no other.
    reached = [_print_rates(report.get("rates")), _print_pages(report["pages"]), _print_tree(report["tree"])]
    return 0 if all(reached) else 1


class _Asking:
    """Asks for pages, and counts what this process and PostgreSQL's for it compute."""

    def __init__(self) -> None:
        from django.db import connection
        from django.test import Client

        self._client = Client()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self._backend = cursor.fetchone()[0]

    def __call__(self, address: str) -> tuple[float, float]:
        """Return the CPU time in milliseconds that a page took here, and in the database."""
        own, other = time.process_time(), self._database()
        answer = self._client.get(address)
        took = 1000 * (time.process_time() - own), self._database() - other
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        return took

    def queries(self, address: str) -> int:
        """Return how many queries a page takes."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            self._client.get(address)
        return len(queries)

    def _database(self) -> float:
        try:
            return int(Path(f"/proc/{self._backend}/schedstat").read_text().split()[0]) / 1e6
        except OSError:  # on another machine
            return 0.0


def _addresses() -> dict[str, list[str]]:
    """Return the addresses of each page type, in the languages that the demo has them in."""
    from django.test import Client

    from tests.home.test_public_pages import PAGES

    client = Client()
    found = {
        label.partition(".")[2]: [
            f"/{code}/{path}" for code in CODES if client.get(f"/{code}/{path}").status_code == 200
        ]
        for label, path in PAGES.items()
    }
    missing = [label for label, addresses in found.items() if not addresses]
    if missing:
        raise RuntimeError(f"The demo has no page of {', '.join(missing)}")
    return found


def _make_empty_page() -> str:
    """Make a page of Wagtail's own, with the template of its own; return its address."""
    from wagtail.models import Locale, Page

    home = Page.objects.get(depth=2, locale__language_code="en")
    home.add_child(instance=Page(title="Empty", slug="empty", locale=Locale.objects.get(language_code="en")))
    return "/en/empty/"


def _measure_pages(times: int) -> dict[str, dict[str, float]]:
    """Return CPU time, queries and bytes of each page type without anything kept, all in turn."""
    asking = _Asking()
    addresses = {EMPTY: [_make_empty_page()], **_addresses()}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in addresses}
    for each in addresses.values():
        for address in each * 3:
            asking(address)
    collect_rarely()  # as portal.wsgi does
    for _time in range(times):
        for name, each in addresses.items():
            took[name] += [asking(address) for address in each]
    from wagtail.models import Page

    Page.objects.get(slug="empty").delete()
    return {
        name: {
            "cpu_ms": round(statistics.median(own for own, _database in took[name]), 1),
            "database_ms": round(statistics.median(database for _own, database in took[name]), 1),
            "queries": max(asking.queries(address) for address in addresses[name]) if name != EMPTY else 0,
        }
        for name in addresses
    }


def _measure_tree(pages: int, times: int) -> dict[str, Any]:
    """Return the medians over the demo's tree and over a large one, each measured three times in turn."""
    from tests.bench.tree import fell, grow

    asking = _Asking()
    addresses = _addresses()
    few: dict[str, list[float]] = {name: [] for name in addresses}
    many: dict[str, list[float]] = {name: [] for name in addresses}
    counts = {}
    sizes = {}
    for _round in range(3):
        for size, change, kept in (("few", fell, few), ("many", lambda: grow(pages), many)):
            sizes[size] = change()
            for name, each in addresses.items():
                asking(each[0])
                counts[size, name] = asking.queries(each[0])
            for _time in range(times):
                for name, each in addresses.items():
                    kept[name] += [sum(asking(address)) for address in each]
    fell()
    return {
        "sizes": sizes,
        "types": {
            name: {
                "few_ms": round(statistics.median(few[name]), 1),
                "many_ms": round(statistics.median(many[name]), 1),
                "few_queries": counts["few", name],
                "many_queries": counts["many", name],
            }
            for name in addresses
        },
    }


def _print_rates(rates: Mapping[str, Mapping[str, float]] | None) -> bool:
    if rates is None:
        print(f"Requests a second aren't measured: they need {NEEDED}.\n")
        return True
    print(f"{'a guide, ' + str(rates['page']['bytes']) + ' bytes':<36} {'requests/s':>11} {'p99 ms':>8} {'of disk':>8}")
    for way in (DISK, FRONT, KEPT, MADE):
        figures = rates[way]
        print(f"{way:<36} {figures['per_second']:>11,.0f} {figures['p99_ms']:>8.2f} {figures['of_disk']:>8.3f}")
    reached = rates[FRONT]["of_disk"] >= LEAST_OF_DISK and rates[KEPT]["per_second"] >= LEAST_KEPT
    print(f"Promised: nginx's cache {LEAST_OF_DISK} of its disk, kept {LEAST_KEPT:,}/s{_mark(reached)}\n")
    return reached


def _print_pages(pages: Mapping[str, Mapping[str, float]]) -> bool:
    print(f"{'a page made anew':<36} {'cpu ms':>11} {'of empty':>8} {'database':>8} {'queries':>8}")
    for name, figures in pages.items():
        # How fast the machine is just now cancels out.
        of_empty = figures["cpu_ms"] / pages[EMPTY]["cpu_ms"]
        slow = _mark(figures["cpu_ms"] <= MOST_CPU_MS)
        print(
            f"{name:<36} {figures['cpu_ms']:>11.1f} {of_empty:>8.2f} {figures['database_ms']:>8.1f}"
            f" {figures['queries'] or '':>8}{slow}"
        )
    reached = all(figures["cpu_ms"] <= MOST_CPU_MS for figures in pages.values())
    print(f"Promised: {MOST_CPU_MS} ms; wanted: {WANTED_CPU_MS}{_mark(reached)}\n")
    return reached


def _print_tree(tree: Mapping[str, Any]) -> bool:
    few, many = tree["sizes"]["few"], tree["sizes"]["many"]
    print(f"{'cpu with the database, ms':<36} {f'{few:,} pages':>13} {f'{many:,}':>8} {'x':>6} {'queries':>8}")
    growths: list[float] = []
    same = True
    for name, figures in tree["types"].items():
        growth = figures["many_ms"] / figures["few_ms"]
        growths.append(growth)
        same &= figures["few_queries"] == figures["many_queries"]
        queries = f"{figures['few_queries']}/{figures['many_queries']}"
        print(f"{name:<36} {figures['few_ms']:>13.1f} {figures['many_ms']:>8.1f} {growth:>6.2f} {queries:>8}")
    median = statistics.median(growths)
    reached = median <= MOST_GROWTH and same
    print(f"Median: {median:.2f} times; promised: {MOST_GROWTH}, and the same queries{_mark(reached)}")
    return reached


def _mark(is_reached: bool) -> str:
    return "" if is_reached else " !"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
