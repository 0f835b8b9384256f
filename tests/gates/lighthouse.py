"""``make lighthouse``: five pages in three languages, the median of five runs each, none below 97.

A page that asks not to be indexed isn't held to its SEO.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests import browser as browsers
from tests.databases import LOCAL_DIR
from tests.gates.npm import ToolMissing, install
from tests.gates.serving import open_run, served_demo, warm

LEAST = 97
CODES = ("ro", "ar", "si")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-sync"
)
REPORT = LOCAL_DIR / "bench" / "lighthouse.json"


def pages() -> dict[str, str]:
    """The pages, below their language."""
    return {
        "home": "",
        "guide": "resources/residence-permit/",
        "course": "courses/romanian-a1/",
        "video": "resources/first-steps/",
        "enrol": f"enrol/{open_run()}/",
    }


def audit(program: Path, url: str) -> dict[str, Any]:
    """Return what Lighthouse says of an address: a score for each category, and what cost points.

    Its Chromium now and then doesn't start: raises ``RuntimeError`` only when it fails for the third time.
    """
    command = ["node", str(program), url, "--output=json", "--quiet", "--no-enable-error-reporting"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"]
    environment = os.environ | {"CHROME_PATH": str(browsers.find())}
    for _attempt in range(3):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
        print(f"Lighthouse failed on {url}: {done.stderr.strip()[-500:]}", flush=True)
    else:
        raise RuntimeError(f"Lighthouse can't measure {url}; what it said stands above.")
    report = json.loads(done.stdout)
    scores = {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}
    if report["audits"]["is-crawlable"]["score"] == 0:
        del scores["seo"]
    weighed = {
        ref["id"] for category in report["categories"].values() for ref in category["auditRefs"] if ref["weight"]
    }
    lost = {
        name: result.get("displayValue") or result["title"]
        for name, result in report["audits"].items()
        if name in weighed and result["score"] is not None and result["score"] < 0.9 and name != "is-crawlable"
    }
    return {"scores": scores, "lost": lost}


def main(arguments: list[str]) -> int:
    """Measure, print a table, write it as JSON; 1 when anything is below what it must reach."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args(arguments).rounds
    try:
        program = install("lighthouse") / "node_modules/lighthouse/cli/index.js"
    except ToolMissing as error:
        print(error)
        return 1
    rows = []
    print(f"{'':16}{''.join(f'{name:>16}' for name in CATEGORIES)}", flush=True)
    with served_demo() as server:
        for name, path in pages().items():
            for code in CODES:
                warm(server, [f"/{code}/{path}"])
                runs = [audit(program, f"{server}/{code}/{path}") for _round in range(rounds)]
                median = {
                    category: statistics.median_low([run["scores"][category] for run in runs])
                    for category in runs[0]["scores"]
                }
                lost = {what: why for run in runs for what, why in run["lost"].items()}
                rows.append({"page": name, "language": code, "median": median, "runs": runs, "lost": lost})
                shown = "".join(f"{median.get(category, 'not indexed'):>16}" for category in CATEGORIES)
                print(f"{name + ' ' + code:16}{shown}  {', '.join(lost) or ''}", flush=True)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps({"least": LEAST, "rounds": rounds, "pages": rows}, indent=2, ensure_ascii=False))
    low = [row for row in rows if min(row["median"].values()) < LEAST]
    print(f"{len(rows) - len(low)} of {len(rows)} pages reach {LEAST} everywhere. {REPORT}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
