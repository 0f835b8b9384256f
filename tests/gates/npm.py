"""Tools from npm, as locked, in ``.local/npm/``: installed when they are first needed, or their lock has changed."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from pathlib import Path

from tests.databases import LOCAL_DIR

LOCKS = Path(__file__).parent
MISSING = "npm is missing, which installs what this needs: sudo apt install nodejs npm"


class ToolMissing(Exception):
    """What is needed can't be had on this machine; the message says what to do."""


def install(name: str) -> Path:
    """Return the folder with the ``node_modules`` of ``tests/gates/<name>``. Raises :class:`ToolMissing`."""
    folder = LOCAL_DIR / "npm" / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock_file:
        fcntl.flock(lock_file, fcntl.LOCK_EX)
        if not _is_there(name, folder):
            _install(name, folder)
    return folder


def _is_there(name: str, folder: Path) -> bool:
    installed = folder / "package-lock.json"
    wanted = (LOCKS / name / "package-lock.json").read_bytes()
    return (folder / "installed").exists() and installed.exists() and installed.read_bytes() == wanted


def _install(name: str, folder: Path) -> None:
    """Check every package against its hash, and run nothing of it."""
    if shutil.which("npm") is None:
        raise ToolMissing(MISSING)
    (folder / "installed").unlink(missing_ok=True)
    for file in ("package.json", "package-lock.json"):
        shutil.copy(LOCKS / name / file, folder / file)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ToolMissing(f"npm couldn't install {name}: {(done.stderr or done.stdout).strip()[-400:]}")
    (folder / "installed").touch()
