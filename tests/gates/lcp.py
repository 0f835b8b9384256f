"""``make lcp``: when is the largest part of a page seen on a bad network, on a slow phone? First and second visit.

400 kbit/s, 400 ms of latency, a processor four times slower, as Chromium's developer tools make them. Beside it stands
a page of six kilobytes with its styles inside and nothing else, measured in the same rounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections import defaultdict

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import browser as browsers
from tests.databases import LOCAL_DIR
from tests.gates.serving import open_run, served_demo, warm

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-sync",
]
NETWORK = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 4
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
REPEATED = 500
CODES = ("ro", "ar", "si")
REPORT = LOCAL_DIR / "bench" / "lcp.json"
OBSERVE = """
  window.largest = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.largest = entry.startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
"""


def pages() -> dict[str, tuple[str, int]]:
    """Each page, below its language, with the milliseconds of a first visit that it may take."""
    return {
        "home": ("", 1500),
        "guide": ("resources/residence-permit/", 1200),
        "course": ("courses/romanian-a1/", 1200),
        "centre": ("centres/iasi/", 1200),
        "plain page": ("help/", 1200),
        "enrol": (f"enrol/{open_run()}/", 1200),
        "status form": ("status/", 1200),
    }


def visit(context: BrowserContext, url: str) -> float:
    """Return after how many milliseconds the largest part of a page was painted."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="networkidle")
    largest = float(page.evaluate("window.largest"))
    page.close()
    assert largest, f"nothing was painted on {url}"
    return largest


def first_and_second(browser: Browser, url: str) -> tuple[float, float]:
    """Return the times of a reader's first visit and of the next one."""
    context = browser.new_context(**PHONE)  # type: ignore[arg-type]
    context.add_init_script(OBSERVE)
    times = visit(context, url), visit(context, url)
    context.close()
    return times


def main(arguments: list[str]) -> int:
    """Measure, print a table, write it as JSON; 1 when a page is slower than it may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args(arguments).rounds
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with served_demo() as server:
        wanted = {"one page, styles inside": ("/plain/", 0)}
        wanted |= {
            f"{name} {code}": (f"/{code}/{path}", most) for name, (path, most) in pages().items() for code in CODES
        }
        warm(server, [path for path, _most in wanted.values()])
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(browsers.find()), args=FLAGS)
            for number in range(rounds):
                print(f"round {number + 1} of {rounds}", flush=True)
                for name, (path, _most) in wanted.items():
                    times[name].append(first_and_second(browser, server + path))
            browser.close()
    rows = []
    print(f"{'largest contentful paint, ms':28}{'first':>8}{'at most':>9}{'again':>8}{'at most':>9}")
    for name, (_path, most) in wanted.items():
        first, again = (statistics.median(each) for each in zip(*times[name], strict=True))
        is_slow = bool(most) and (first > most or again > REPEATED)
        rows.append({"page": name, "first": first, "again": again, "most": most, "slow": is_slow, "all": times[name]})
        limits = (str(most), str(REPEATED)) if most else ("", "")
        print(f"{name:28}{first:8.0f}{limits[0]:>9}{again:8.0f}{limits[1]:>9}{'  too slow' if is_slow else ''}")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    conditions = {"network": NETWORK, "processor": SLOWER, "rounds": rounds}
    REPORT.write_text(json.dumps({"conditions": conditions, "pages": rows}, indent=2))
    return 1 if any(row["slow"] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
