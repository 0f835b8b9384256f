"""``make test``: the fast tests first, then those of the whole, in a real browser, under load; shuffled every time."""

from __future__ import annotations

import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from tests import browser

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / ".local" / "test-results"
TESTS = ["tests", "--ignore=tests/e2e", "--ignore=tests/load"]
SUITES = {
    "unit": ["-n", "2", "-m", "not whole", *TESTS],
    "whole": ["-n", "2", "-m", "whole", *TESTS],
    "browser": ["-n", "2", "tests/e2e"],
    # These start servers of several processes and end them: one at a time.
    "load": ["-n", "0", "tests/load"],
}


def main(arguments: list[str]) -> int:
    """Run every suite, even when one before fails; print the counts; return 0 only when tests ran and all passed."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    browser.install_what_is_missing()
    started = time.monotonic()
    codes = {name: _run(name, [*paths, *arguments]) for name, paths in SUITES.items()}
    counts = sum((_counts(RESULTS / f"{name}.xml") for name in SUITES), Counter())
    seconds = time.monotonic() - started
    print(
        f"\nAll suites took {seconds:.0f} s: " + ", ".join(f"{name} exit code {code}" for name, code in codes.items())
    )
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped", flush=True)
    return 0 if counts["passed"] and not counts["failed"] and not any(codes.values()) else 1


def _run(name: str, arguments: list[str]) -> int:
    """Run pytest on a suite. "No test ran" (5) is a failure too, and so is left as it is."""
    print(f"\n== {name} tests", flush=True)
    report = RESULTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments]
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode


def _counts(report: Path) -> Counter[str]:
    """How many tests passed, failed and were skipped, from pytest's report."""
    if not report.exists():
        return Counter(failed=1)
    counts: Counter[str] = Counter()
    for suite in ET.parse(report).getroot().iter("testsuite"):
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        counts += Counter(failed=failed, skipped=skipped, passed=int(suite.get("tests", 0)) - failed - skipped)
    return counts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
