"""The installer's sentences; it runs before any package is there."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from portal.launch import install


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "is full"),
        ("WARNING: Retrying ... NewConnectionError: Failed to establish a new connection", "can't be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "isn't the one"),
        ("ERROR: something else\nnoise", "something else"),
        ("", "no reason was given"),
    ],
)
def test_a_failed_installation_is_explained(output: str, sentence: str) -> None:
    assert sentence in install._reason(output, "The packages couldn't be installed")


@pytest.mark.parametrize(("code", "sentence"), [(errno.ENOSPC, "is full"), (errno.EACCES, "can't be written")])
def test_what_the_system_says_is_explained(code: int, sentence: str) -> None:
    assert sentence in install.describe(OSError(code, os.strerror(code), "somewhere"))


def test_an_installation_of_an_unchanged_lock_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Path] = []
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "_venv_works", lambda: True)
    monkeypatch.setattr(install, "_run_pip", ran.append)
    install._install("dev")
    install._install("dev")
    # What developers need holds everything that running needs.
    install._install("runtime")
    assert len(ran) == 1


def test_without_a_python_there_is_a_sentence() -> None:
    command = ["sh", "portal/launch/with_venv.sh", "runtime", "-c", "pass"]
    environment = os.environ | {"PYTHON": "/nowhere/python3"}
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "apt install python3" in done.stderr


def test_an_old_python_is_named(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\nif [ "$1" = -V ]; then echo "Python 3.9.2"; else exit 1; fi\n')
    old.chmod(0o755)
    command = ["sh", "portal/launch/with_venv.sh", "runtime", "-c", "pass"]
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env=os.environ | {"PYTHON": str(old)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Python 3.9.2" in done.stderr
