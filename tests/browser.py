"""Finds the Chromium or Chrome that the browser tests drive; installs Debian's where that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from portal.pdf import APT_PACKAGES

NGINX_PACKAGES = ("nginx", "libnginx-mod-http-cache-purge")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PROGRAMS = {"java": "default-jre-headless", "npm": "npm"}
"""What the checker of HTML needs, and the package that has it."""
MISSING = (
    "No Chromium or Chrome was found, and the browser tests need one: `sudo apt install chromium`, or name it: "
    "CHROMIUM=/path/to/chrome make test"
)


def find() -> Path | None:
    """Return the browser to drive: the one that ``CHROMIUM`` names, else the first of the usual names on the path."""
    named = os.environ.get("CHROMIUM", "")
    for name in [named] if named else NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return None


def install_what_is_missing() -> None:
    """Install Chromium, nginx, what draws PDF files, fonts of all languages, Java and npm, by apt-get; or say why not.

    Needs root or a sudo that asks for no password. What can't be installed is left to the tests to complain of.
    """
    wanted = [] if find() else ["chromium"]
    wanted += [package for package in (*APT_PACKAGES, *NGINX_PACKAGES) if not _has_package(package)]
    wanted += [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if not wanted:
        return
    prefix = _rootly()
    if prefix is None or shutil.which("apt-get") is None:
        print(f"Not installed, for lack of apt-get or of the right to use it: {', '.join(wanted)}")
        return
    print(f"Installing {', '.join(wanted)} with apt-get ...", flush=True)
    if not _run([*prefix, "apt-get", "update", "-q"]):
        print("apt-get update failed; trying with the lists that are here.")
    for package in wanted:
        if not _run([*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", package]):
            print(f"apt-get couldn't install {package}.")


def _rootly() -> list[str] | None:
    """What to put before a command to run it as root, None where that isn't possible without a question."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _run(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def _has_package(name: str) -> bool:
    return shutil.which("dpkg-query") is None or _run(["dpkg-query", "-s", name])


def _run(command: list[str]) -> bool:
    """Run quietly; return whether it went well. What went wrong is printed."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0 and command[-1] != "true" and "dpkg-query" not in command:
        print("\n".join((done.stdout + done.stderr).strip().splitlines()[-3:]))
    return done.returncode == 0
