"""Tests have the same names in every process: workers that collect different ones run none."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.databases import ROOT


def test_another_process_collects_the_same_names_later(request: pytest.FixtureRequest) -> None:
    own = {item.nodeid for item in request.session.items}
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
    environment = os.environ | {"PYTHONHASHSEED": "1"}
    for name in [name for name in environment if name.startswith("PYTEST_")]:
        del environment[name]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    others = set(answer.stdout.splitlines())
    assert own <= others, f"{sorted(own - others)[:5]} {answer.stdout[-500:]} {answer.stderr[-500:]}"
