"""A step of the launch is repeated when, and only when, what it is made from has changed."""

from __future__ import annotations

from pathlib import Path

from portal.launch.fingerprints import Stamp, fingerprint


def test_changes_show(tmp_path: Path) -> None:
    source = tmp_path / "static" / "page.css"
    source.parent.mkdir()
    source.write_text("a")
    first = fingerprint(tmp_path, ["static/**/*"])
    assert fingerprint(tmp_path, ["static/**/*"]) == first
    assert fingerprint(tmp_path, ["static/**/*"], "another database") != first
    source.write_text("ab")
    assert fingerprint(tmp_path, ["static/**/*"]) != first
    source.write_text("a")
    (source.parent / "new.css").touch()
    assert fingerprint(tmp_path, ["static/**/*"]) != first


def test_a_stamp_remembers_until_it_is_cleared(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "stamp")
    assert not stamp.holds("one")
    stamp.set("one")
    assert stamp.holds("one")
    assert not stamp.holds("two")
    stamp.clear()
    assert not stamp.holds("one")
