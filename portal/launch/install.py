"""Fills ``.local/venv`` with the packages of a lock file, then becomes that environment's Python.

``python portal/launch/install.py runtime|dev ARGUMENTS-OF-PYTHON``. Installs nothing when the lock file hasn't
changed since. Runs before anything is installed: standard library only.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL = ROOT / ".local"
VENV = LOCAL / "venv"
NEEDED_MEGABYTES = {"runtime": 900, "dev": 1500}
"""Free space that an installation and the first run take."""
INCLUDES = {"runtime": ("runtime",), "dev": ("dev", "runtime")}
"""Which locks an installation satisfies: the one for developers holds every package of the other, same versions."""

NO_NETWORK = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "NewConnectionError",
    "NameResolutionError",
    "Network is unreachable",
    "Connection refused",
    "ConnectTimeoutError",
    "Could not find a version that satisfies the requirement",
)


def main(kind: str, arguments: list[str]) -> NoReturn:
    """Install the packages of ``requirements/<kind>.lock`` unless they are there, run Python with ``arguments``.

    Ends with a sentence on failure.
    """
    # Whoever ends make, ends pip too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        LOCAL.mkdir(exist_ok=True)
        with (LOCAL / "install.lock").open("w") as lock_file:
            _wait_for(lock_file)
            _install(kind)
    except OSError as error:
        _fail(describe(error))
    except KeyboardInterrupt:
        _fail("Stopped.")
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    python = str(VENV / "bin" / "python")
    os.execv(python, [python, *arguments])  # noqa: S606 - this process has done its part


def describe(error: OSError) -> str:
    """Return what an ``OSError`` means to the person at the terminal."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk that holds {ROOT} is full. Free some space and try again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename} can't be written: {error.strerror}. The checkout must belong to you."
    return f"{error.filename or 'The system'}: {error.strerror or error}"


def _wait_for(lock_file: IO[str]) -> None:
    try:
        fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _say("Another command is installing packages here; waiting for it ...")
        fcntl.flock(lock_file, fcntl.LOCK_EX)


def _install(kind: str) -> None:
    stamp = VENV / f".{kind}.installed"
    wanted = fingerprint(kind)
    if _venv_works() and stamp.exists() and stamp.read_text() == wanted:
        return
    _check_space(kind)
    if not _venv_works():
        _make_venv()
    _run_pip(ROOT / "requirements" / f"{kind}.lock")
    for satisfied in INCLUDES[kind]:
        (VENV / f".{satisfied}.installed").write_text(fingerprint(satisfied))


def fingerprint(kind: str) -> str:
    """Return what changes when the packages of a lock have to be installed anew."""
    content = (ROOT / "requirements" / f"{kind}.lock").read_bytes()
    return hashlib.sha256(content).hexdigest()


def _venv_works() -> bool:
    """Whether the environment is there and its Python still starts: an upgrade of the system may have broken it."""
    python = VENV / "bin" / "python"
    try:
        return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0  # noqa: PLW1510
    except OSError:
        return False


def _check_space(kind: str) -> None:
    free = shutil.disk_usage(LOCAL).free // 1_000_000
    needed = NEEDED_MEGABYTES[kind]
    if free < needed and not VENV.exists():
        _fail(f"The disk that holds {ROOT} has {free} MB left; {needed} MB are needed. Free some space and try again.")


def _make_venv() -> None:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    missing = f"Python's venv module is missing: sudo apt install python{version}-venv (or python3-venv)"
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        _fail(missing)
    _say(f"Making the environment .local/venv with Python {sys.version.split()[0]} ...")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(  # noqa: PLW1510 - our own command line
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True
    )
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        if "ensurepip" in made.stdout + made.stderr:
            _fail(missing)
        _fail(_reason(made.stdout + made.stderr, "The environment .local/venv couldn't be made"))


def _run_pip(lock: Path) -> None:
    total = len(re.findall(r"^[A-Za-z0-9_.-]+==", lock.read_text(), flags=re.MULTILINE))
    _say(f"Installing {total} packages of {lock.relative_to(ROOT)}, checked against their hashes ...")
    started = time.monotonic()
    # Python compiles what it imports when it first does; compiling everything would take longer than the download.
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--require-hashes", "--no-compile", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "-r", str(lock)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    output: list[str] = []
    seen = 0
    assert process.stdout is not None
    try:
        for line in process.stdout:
            output.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen += 1
                if seen % 20 == 0:
                    _say(f"  {seen} of {total} packages, {time.monotonic() - started:.0f} s")
            elif line.startswith("Installing collected packages"):
                _say(f"  download finished after {time.monotonic() - started:.0f} s; unpacking ...")
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if process.wait() != 0:
        _fail(_reason("".join(output), "The packages couldn't be installed"))
    _say(f"  installed after {time.monotonic() - started:.0f} s")


def _reason(output: str, what: str) -> str:
    """The sentence for a failed installation, from what pip or venv printed."""
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return describe(OSError(errno.ENOSPC, "No space left on device"))
    if "DO NOT MATCH THE HASHES" in output:
        return f"{what}: a package isn't the one that the lock file names. Nothing of it was installed."
    if any(sign in output for sign in NO_NETWORK):
        return f"{what}: the package index can't be reached. Check the network and try again."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return f"{what}: {(errors or lines or ['no reason was given'])[-1]}"


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - this is what the person at the terminal reads


def _fail(text: str) -> NoReturn:
    sys.exit(text)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
