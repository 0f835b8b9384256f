"""How the browser for the browser tests is found and installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.pdf import APT_PACKAGES
from tests import browser


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing but apt-get, which notes what it is asked for; we are root."""
    programs = tmp_path / "bin"
    programs.mkdir()
    _program(programs / "apt-get", f'echo "$@" >> {tmp_path}/asked')
    _program(programs / "dpkg-query", "exit 1")
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    return tmp_path


def _program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


def test_what_the_tests_need_is_installed_where_it_is_allowed(machine: Path) -> None:
    browser.install_what_is_missing()
    asked = (machine / "asked").read_text().splitlines()
    assert asked[0].startswith("update")
    assert [line.split()[-1] for line in asked[1:]] == [
        "chromium",
        *APT_PACKAGES,
        *browser.NGINX_PACKAGES,
        *browser.PROGRAMS.values(),
    ]


def test_nothing_is_asked_for_where_all_is_there(machine: Path) -> None:
    for program in ("chromium", "dpkg-query", *browser.PROGRAMS):
        _program(machine / "bin" / program, "exit 0")
    browser.install_what_is_missing()
    assert not (machine / "asked").exists()


def test_without_the_right_it_is_said(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    browser.install_what_is_missing()
    assert "Not installed" in capsys.readouterr().out
    assert not (machine / "asked").exists()


@pytest.mark.parametrize("name", ["chromium", "google-chrome"])
def test_a_browser_that_is_there_is_taken(machine: Path, name: str) -> None:
    _program(machine / "bin" / name, "exit 0")
    assert browser.find() == machine / "bin" / name


def test_a_named_browser_is_the_only_one_that_counts(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(machine / "bin" / "chromium", "exit 0")
    monkeypatch.setenv("CHROMIUM", "/nowhere/chrome")
    assert browser.find() is None
    assert "apt install chromium" in browser.MISSING
