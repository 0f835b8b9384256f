"""Tests have the same names in every process: workers that collect different ones run none."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.databases import ROOT

pytestmark = pytest.mark.whole


def collected(hash_seed: str) -> list[str]:
    """Return the names of all tests as another process collects them, at another second."""
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-n0",
        "-p",
        "no:randomly",
        "tests",
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    answer = subprocess.run(
        command, cwd=ROOT, env=environment | {"PYTHONHASHSEED": hash_seed}, capture_output=True, text=True, check=False
    )
    names = [line for line in answer.stdout.splitlines() if "::" in line]
    assert names, answer.stdout[-500:] + answer.stderr[-500:]
    return names


def test_two_processes_collect_the_same_names_in_the_same_order() -> None:
    assert collected("1") == collected("2")
