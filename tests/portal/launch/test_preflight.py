"""What is wrong is said in one sentence, before anything is started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from portal.launch import preflight
from portal.launch.failure import LaunchFailure


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(LaunchFailure, match=f"Port {port} is taken.*PORT=\\d+ make run"):
            preflight.check_port(port)
    preflight.check_port(port)


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1", "80 80"])
def test_what_is_no_port(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(LaunchFailure, match="isn't a port"):
        preflight.port_from_environment()


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("8123", 8123)])
def test_the_port(monkeypatch: pytest.MonkeyPatch, text: str, port: int) -> None:
    monkeypatch.setenv("PORT", text)
    assert preflight.port_from_environment() == port


def test_two_at_once_in_one_checkout(tmp_path: Path) -> None:
    ask = "import sys, pathlib; from portal.launch import preflight\n"
    ask += "with preflight.only_one(pathlib.Path(sys.argv[1])): pass"
    command = [sys.executable, "-c", ask, str(tmp_path)]
    with preflight.only_one(tmp_path):
        second = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert "is running already" in second.stderr
    assert f"process {os.getpid()}" in second.stderr
    third = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert third.returncode == 0


def test_a_database_that_does_not_answer() -> None:
    with pytest.raises(LaunchFailure, match=r"127\.0\.0\.1, database none.*doesn't answer"):
        preflight.check_database("postgresql://nobody:secret@127.0.0.1:9/none")


def test_the_password_of_the_database_is_not_printed() -> None:
    with pytest.raises(LaunchFailure) as failure:
        preflight.check_database("postgresql://nobody:secret@127.0.0.1:9/none")
    assert "secret" not in str(failure.value)


def test_another_kind_of_database() -> None:
    with pytest.raises(LaunchFailure, match="postgresql://"):
        preflight.check_database("sqlite:///portal.db")


def test_a_good_database() -> None:
    preflight.check_database(os.environ["DATABASE_URL"])


def test_an_old_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "OLDEST_POSTGRESQL", 99)
    with pytest.raises(LaunchFailure, match="99 or newer is needed"):
        preflight.check_database(os.environ["DATABASE_URL"])


def test_where_no_pdf_can_be_made_one_line_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert preflight.pdf_notice() == ""
    monkeypatch.setattr(preflight, "PANGO", "libpango-that-nobody-installed.so.0")
    notice = preflight.pdf_notice()
    assert "sudo apt install libpango-1.0-0" in notice
    assert "\n" not in notice
