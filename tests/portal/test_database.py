"""The embedded server survives what killed the machine or a process that used it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal import database


@pytest.fixture
def ended_pid() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    return process.pid


def test_a_named_database_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://host/name")
    assert database.database_url(tmp_path) == "postgresql://host/name"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["{pid}\n/data\n", "{own}\n/data\n", "", "nonsense\n"])
def test_the_note_of_a_server_that_is_gone_is_removed(tmp_path: Path, ended_pid: int, content: str) -> None:
    note = tmp_path / "postmaster.pid"
    # "own" is a running program that is no PostgreSQL: numbers are given again after a restart.
    note.write_text(content.format(pid=ended_pid, own=os.getpid()))
    database._clear_traces(tmp_path)
    assert not note.exists()


def test_processes_that_were_killed_keep_no_server_alive(tmp_path: Path, ended_pid: int) -> None:
    handles = tmp_path / ".handle_pids.json"
    handles.write_text(json.dumps([ended_pid, os.getpid()]))
    database._clear_traces(tmp_path)
    assert json.loads(handles.read_text()) == [os.getpid()]
