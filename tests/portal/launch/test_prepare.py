"""The server waits for the database of its own launch."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.launch import prepare


def test_a_launch_begins_without_a_database_and_announces_it_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(prepare, "_READY", tmp_path / "ready")
    prepare.announce_database()  # of the launch before
    prepare.forget_database()
    assert not prepare.database_is_ready()
    prepare.announce_database()
    assert prepare.database_is_ready()
    prepare.forget_database()
    prepare.forget_database()
    assert not prepare.database_is_ready()
