"""``make bench-search``: readers' search over 20,000 pages in twelve languages, beside Wagtail's own over the same."""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.database import bench_database
from tests.databases import LOCAL_DIR

RESULT = LOCAL_DIR / "bench" / "search.json"
SLOWEST_MS = 100
"""What is promised for the 95th percentile of every kind of query, the page as a whole."""


class Took(NamedTuple):
    """How long one request took by the clock, and of computing, in milliseconds."""

    wall: float
    cpu: float


SHAPES = ("rare", "frequent", "two frequent", "five words", "typing error", "nothing", "suggestions")


def main(arguments: list[str]) -> int:
    """Measure, print a table, write JSON; return 1 when a kind of query is too slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000, help="over all languages")
    parser.add_argument("--rounds", type=int, default=20, help="queries of each kind and language")
    parser.add_argument(
        "--wagtail", type=int, default=2_400, help="pages for Wagtail's search, which takes long to fill"
    )
    options = parser.parse_args(arguments)
    with bench_database():
        report = _measure(options.pages, options.rounds)
        if options.wagtail:
            report["wagtail"] = _measure_wagtail(options.wagtail, options.rounds)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(report, indent=2, ensure_ascii=False), encoding="utf-8")
    return 0 if _print(report) else 1


def _measure(pages: int, rounds: int) -> dict[str, Any]:
    """Return times of every kind of query in every language, through the whole page."""
    from django.db import connection
    from django.test import Client

    from portal import languages
    from portal.search.services import rebuild_index
    from tests.bench.search_texts import shuffled_documents

    documents, rare = shuffled_documents(pages)
    started = time.perf_counter()
    entries = rebuild_index(documents=documents)
    seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        for name in ("portal_searchentry", "portal_searchword"):
            cursor.execute(f"VACUUM ANALYZE {name}")
        cursor.execute("SELECT pg_total_relation_size('portal_searchentry'), pg_relation_size('search_entry_vector')")
        table, index = cursor.fetchone()
    client = Client()
    times: dict[str, dict[str, list[Took]]] = {shape: {} for shape in SHAPES}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    for code in languages.CODES:
        queries = _queries(code, rare[code], rounds)
        for shape in SHAPES:
            _ask(client, backend, code, shape, queries[shape][0])
            times[shape][code] = [_ask(client, backend, code, shape, query) for query in queries[shape]]
    return {
        "entries": entries,
        "indexed_in_s": round(seconds, 1),
        "table_mb": table // 2**20,
        "index_mb": index // 2**20,
        "kinds": {
            shape: {"all": _summary([took for of in by_code.values() for took in of])}
            | {code: _summary(of) for code, of in by_code.items()}
            for shape, by_code in times.items()
        },
    }


def _queries(code: str, rare: Sequence[str], rounds: int) -> dict[str, list[str]]:
    """Return queries of each kind: words as the index knows them, frequent ones among the most frequent."""
    from portal.search.models import SearchWord
    from portal.search.stemming import stop_words

    luck = random.Random(code)
    words = SearchWord.objects.filter(language=code).order_by("-entries").values_list("display", "word", "entries")
    known = [row for row in dict.fromkeys(words) if row[1] not in stop_words(code) and len(row[1]) > 2]
    frequent = [display for display, _word, _entries in known[:40]]
    any_word = [display for display, _word, _entries in known[: len(known) // 2]]
    long = [display for display, word, _entries in known if len(word) > 6][:200]
    return {
        "rare": [luck.choice(rare) for _n in range(rounds)],
        "frequent": [luck.choice(frequent) for _n in range(rounds)],
        "two frequent": [" ".join(luck.sample(frequent, 2)) for _n in range(rounds)],
        "five words": [" ".join([*luck.sample(frequent, 3), *luck.sample(any_word, 2)]) for _n in range(rounds)],
        "typing error": [_misspelt(luck.choice(long), luck) for _n in range(rounds)],
        "nothing": [f"{n}zqxj{n}vwkq" for n in range(rounds)],
        "suggestions": [luck.choice(long)[: luck.randint(2, 5)] for _n in range(rounds)],
    }


def _misspelt(word: str, luck: random.Random) -> str:
    place = luck.randrange(2, len(word) - 2)
    return f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}"


def _ask(client: Any, backend: int, code: str, shape: str, query: str) -> Took:
    address = f"/{code}/search/suggest/" if shape == "suggestions" else f"/{code}/search/"
    started, used = time.perf_counter(), _cpu(backend)
    answer = client.get(address, {"q": query})
    took = Took(1000 * (time.perf_counter() - started), _cpu(backend) - used)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code} to {query!r}")
    return took


def _cpu(backend: int) -> float:
    """Milliseconds that this process and PostgreSQL's for it have computed, whatever else the machine does."""
    try:
        other = int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e6
    except OSError:  # a database on another machine
        other = 0.0
    return 1000 * time.process_time() + other


def _measure_wagtail(pages: int, rounds: int) -> dict[str, Any]:
    """Return times of ``Page.search`` for ten results of one language, over some pages with the same texts."""
    from django.db import connection
    from wagtail.models import Locale, Page

    from tests.bench.search_pages import make_pages

    code = "en"
    count = make_pages(pages, code)
    locale = Locale.objects.get(language_code=code)
    words: Counter[str] = Counter()
    for page in Page.objects.filter(slug__startswith="made-").values_list("title", flat=True)[:500]:
        words.update(page.lower().split())
    frequent = [word for word, _count in words.most_common(40) if len(word) > 3]
    luck = random.Random(5)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE wagtailsearch_indexentry")
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]

    def look(make: Callable[[], str]) -> dict[str, float]:
        times = []
        for _round in range(rounds):
            query = make()
            started = time.perf_counter()
            used = _cpu(backend)
            list(Page.objects.live().filter(locale=locale).search(query)[:10])
            times.append(Took(1000 * (time.perf_counter() - started), _cpu(backend) - used))
        return _summary(times)

    return {
        "pages": count,
        "frequent": look(lambda: luck.choice(frequent)),
        "two frequent": look(lambda: " ".join(luck.sample(frequent, 2))),
        "nothing": look(lambda: "zqxjvwkq"),
    }


def _summary(times: Sequence[Took]) -> dict[str, float]:
    ordered, computed = sorted(took.wall for took in times), sorted(took.cpu for took in times)
    late = min(len(times) - 1, int(len(times) * 0.95))
    return {
        "p50_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[late], 1),
        "max_ms": round(ordered[-1], 1),
        "cpu_p50_ms": round(statistics.median(computed), 1),
        "cpu_p95_ms": round(computed[late], 1),
    }


def _print(report: dict[str, Any]) -> bool:
    """Print the table (by the clock, then of computing, then p95 by language); return whether every kind holds."""
    print(
        f"{report['entries']} entries, indexed in {report['indexed_in_s']} s; table {report['table_mb']} MB, "
        f"index {report['index_mb']} MB"
    )
    codes = [code for code in next(iter(report["kinds"].values())) if code != "all"]
    print(
        f"{'milliseconds':<22} {'p50':>6} {'p95':>6} {'max':>6} {'cpu':>6} {'p95':>6}  "
        + " ".join(f"{code:>5}" for code in codes)
    )
    holds = True
    for shape, by_code in report["kinds"].items():
        every = by_code["all"]
        is_slow = every["p95_ms"] > SLOWEST_MS
        holds &= not is_slow
        cells = " ".join(f"{by_code[code]['p95_ms']:>5.0f}" for code in codes)
        mark = " !" if is_slow else ""
        print(
            f"{shape:<22} {every['p50_ms']:>6.1f} {every['p95_ms']:>6.1f} {every['max_ms']:>6.1f} "
            f"{every['cpu_p50_ms']:>6.1f} {every['cpu_p95_ms']:>6.1f}  {cells}{mark}"
        )
    for shape, figures in report.get("wagtail", {}).items():
        if isinstance(figures, dict):
            name = f"Wagtail, {shape}"
            print(
                f"{name:<22} {figures['p50_ms']:>6.1f} {figures['p95_ms']:>6.1f} {figures['max_ms']:>6.1f} "
                f"{figures['cpu_p50_ms']:>6.1f} {figures['cpu_p95_ms']:>6.1f}"
            )
    if "wagtail" in report:
        print(f"Wagtail's are of {report['wagtail']['pages']} pages in one language, without a page around them.")
    return holds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
