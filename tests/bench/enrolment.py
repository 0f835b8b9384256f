"""``make bench-enrolment``: is a place ever sold twice, and how fast is the form? Figures, side by side."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench.database import bench_database
from tests.bench.server import running
from tests.databases import LOCAL_DIR

CONCURRENCY = 16
SEATS = 20
"""Places of a group that fills up during a batch."""
PLAIN = "plain Wagtail form page"
"""Wagtail's own form page in this portal: what an editor could have made without a line of code."""
RESULT = LOCAL_DIR / "bench" / "enrolment.json"


def main(arguments: list[str]) -> int:
    """Run everything, print a table, write JSON; return 1 when a place was oversold or somebody got no answer."""
    options = _options(arguments)
    with bench_database() as url:
        from django.db import connection

        with running(url, processes=options.processes, threads=options.threads) as server:
            report: dict[str, Any] = {
                "throughput": _throughput(server.port, options.batches, options.batch),
                "last place": _rounds(lambda: _last_place(server.port, options.people), options.rounds),
                "freed places": _rounds(lambda: _freed(server.port, options), options.freed_rounds),
            }
        # Behind the lock the schema refuses; both are taken out, or the control would only show the second.
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX one_holder_a_place")
        with running(
            url, processes=options.processes, threads=options.threads, application="tests.bench.unlocked"
        ) as server:
            report["last place, lock taken out"] = _rounds(
                lambda: _last_place(server.port, options.people), options.control_rounds
            )
            report["freed places, lock taken out"] = _rounds(
                lambda: _freed(server.port, options), options.control_rounds
            )
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(report, indent=2), encoding="utf-8")
    _print(report)
    return 0 if _holds(report) else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="rounds for one last place")
    parser.add_argument("--people", type=int, default=200, help="people at once in each of them")
    parser.add_argument("--freed-rounds", type=int, default=10, help="rounds of places freed at once")
    parser.add_argument("--places", type=int, default=50, help="places freed at once")
    parser.add_argument("--waiting", type=int, default=100, help="people who wait for them")
    parser.add_argument("--control-rounds", type=int, default=5, help="rounds with the lock taken out")
    parser.add_argument("--batches", type=int, default=6, help="batches of posts, of each kind in turn")
    parser.add_argument("--batch", type=int, default=200, help="posts in a batch")
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args(arguments)


def _last_place(port: int, people: int) -> dict[str, Any]:
    from tests.bench.scenarios import last_place

    done = last_place(port, people)
    return {
        "expected": 1,
        "winners": done.winners,
        "lost": people - done.kept,
        "statuses": dict(done.statuses),
        "left to the worker": done.left_to_worker,
        "slowest_ms": 1000 * max(answer.seconds for answer in done.answers),
    }


def _freed(port: int, options: argparse.Namespace) -> dict[str, Any]:
    from tests.bench.scenarios import freed_places

    done = freed_places(port, options.places, options.waiting)
    return {
        "expected": options.places,
        "winners": max(done.winners, done.offers),
        "lost": options.places + options.waiting - done.kept,
        "in order": done.in_order,
        "statuses": dict(done.statuses),
        "slowest_ms": 1000 * max(answer.seconds for answer in done.answers),
    }


def _rounds(one: Callable[[], dict[str, Any]], count: int) -> dict[str, Any]:
    started = time.monotonic()
    rounds = [one() for _number in range(count)]
    statuses: dict[str, int] = {}
    for done in rounds:
        for status, often in done["statuses"].items():
            statuses[str(status)] = statuses.get(str(status), 0) + often
    return {
        "rounds": count,
        "rounds with too many winners": sum(done["winners"] > done["expected"] for done in rounds),
        "rounds with too few winners": sum(done["winners"] < done["expected"] for done in rounds),
        "rounds out of order": sum(not done.get("in order", True) for done in rounds),
        "most winners of a round": max((done["winners"] for done in rounds), default=0),
        "enrolments lost": sum(max(done["lost"], 0) for done in rounds),
        "left to the worker": sum(done.get("left to the worker", 0) for done in rounds),
        "statuses": statuses,
        "slowest_ms": round(max((done["slowest_ms"] for done in rounds), default=0)),
        "seconds": round(time.monotonic() - started, 1),
    }


def _throughput(port: int, batches: int, batch: int) -> dict[str, Any]:
    """Post enrolments and plain forms in turn; the first batch of each warms up and isn't counted."""
    from courses.catalogue.models import Run
    from tests.bench.scenarios import a_run, enrolment_posts, form_page_posts, make_form_page

    in_frame, bare = make_form_page(is_bare=False), make_form_page(is_bare=True)
    reviewed = a_run(capacity=30)
    kinds: dict[str, Callable[[], list[Any]]] = {
        "enrolment (staff review)": lambda: enrolment_posts(reviewed, batch),
        "enrolment (first come, confirmed)": lambda: enrolment_posts(
            a_run(capacity=batch, rule=Run.Rule.CONFIRM), batch
        ),
        PLAIN: lambda: form_page_posts(port, in_frame, batch),
        "the same without header, footer and styles": lambda: form_page_posts(port, bare, batch),
    }
    rates: dict[str, list[float]] = {name: [] for name in kinds}
    times: dict[str, list[float]] = {name: [] for name in kinds}
    wrong: dict[str, int] = dict.fromkeys(kinds, 0)
    for number in range(batches + 1):
        for name, make in kinds.items():
            rate, seconds, failed = _batch(port, make())
            wrong[name] += failed
            if number:
                rates[name].append(rate)
                times[name] += seconds
    plain = statistics.median(rates[PLAIN])
    return {
        name: {
            "per second": round(statistics.median(rates[name]), 1),
            "times the plain form": round(statistics.median(rates[name]) / plain, 2),
            "p50_ms": round(1000 * statistics.median(times[name])),
            "p99_ms": round(1000 * statistics.quantiles(times[name], n=100)[98]),
            "wrong answers": wrong[name],
        }
        for name in kinds
    }


def _batch(port: int, posts: list[Any]) -> tuple[float, list[float], int]:
    from tests.bench.crowd import send

    started = time.perf_counter()
    answers = send(port, posts, at_once=CONCURRENCY)
    rate = len(posts) / (time.perf_counter() - started)
    return rate, [answer.seconds for answer in answers], sum(answer.status not in {200, 303} for answer in answers)


def _holds(report: dict[str, Any]) -> bool:
    kept = all(
        not report[name][figure]
        for name in ("last place", "freed places")
        for figure in (
            "rounds with too many winners",
            "rounds with too few winners",
            "rounds out of order",
            "enrolments lost",
        )
    )
    answered = all(set(report[name]["statuses"]) == {"303"} for name in ("last place", "freed places"))
    controls = all(
        report[f"{name}, lock taken out"]["rounds with too many winners"] for name in ("last place", "freed places")
    )
    return kept and answered and controls


def _print(report: dict[str, Any]) -> None:
    for title, figures in report.items():
        print(f"\n{title}")
        for name, value in figures.items():
            print(f"  {name:<36} {value}")
    print(f"\nWritten to {RESULT.relative_to(LOCAL_DIR.parent)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
