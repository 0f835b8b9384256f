"""Rules that every file of the project keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template import engines

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("portal", "resources", "courses", "home")
LOCKS = ("runtime", "dev")

_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)", re.MULTILINE)


def _templates() -> Iterator[Path]:
    for folder in (ROOT / "templates", *(ROOT / app for app in APPS)):
        for path in sorted(folder.rglob("*")):
            if (
                path.is_file()
                and "templates" in path.relative_to(ROOT).parts
                and path.suffix in (".html", ".txt", ".xml")
            ):
                yield path


TEMPLATES = {path.relative_to(ROOT).as_posix(): path for path in _templates()}
PUBLIC = {name: path for name, path in TEMPLATES.items() if "inbox" not in name and "wagtailadmin" not in name}


def test_no_migration_is_pending(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_there_are_templates() -> None:
    assert len(PUBLIC) > 10


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name: str) -> None:
    engines["django"].from_string(TEMPLATES[name].read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_template_keeps_the_content_security_policy(name: str) -> None:
    text = PUBLIC[name].read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=\s*[\"']", text), "an inline style"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an inline handler"
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or "application/" in script, "an inline script"


def test_every_icon_that_is_named_exists() -> None:
    known = {path.stem for path in (ROOT / "static" / "icons").glob("*.svg")}
    named: dict[str, str] = {}
    for name, path in TEMPLATES.items():
        for icon in re.findall(r"{%\s*icon\s+[\"']([\w-]+)[\"']", path.read_text(encoding="utf-8")):
            named.setdefault(icon, name)
    assert named
    assert {icon: name for icon, name in named.items() if icon not in known} == {}


@pytest.mark.parametrize("kind", LOCKS)
def test_a_lock_file_has_hashes_and_names_no_host(kind: str) -> None:
    text = (ROOT / "requirements" / f"{kind}.lock").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9_.-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(blocks) > 30
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links", text)


def test_both_locks_agree() -> None:
    pins = {
        kind: dict(_PINNED.findall((ROOT / "requirements" / f"{kind}.lock").read_text(encoding="utf-8")))
        for kind in LOCKS
    }
    assert pins["runtime"].items() <= pins["dev"].items()


def test_the_readme_names_every_environment_variable() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    settings = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "portal" / "settings").glob("*.py"))
    read = set(re.findall(r"\benv(?:\.\w+)?\(\s*[\"']([A-Z_]+)[\"']", settings))
    assert len(read) > 8
    assert {name for name in read if f"`{name}`" not in readme and not name.startswith("TEST_")} == set()


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"^([a-z-]+):.*##", makefile, flags=re.MULTILINE)) - {"help"}
    assert {command for command in commands if f"make {command}" not in readme} == set()
