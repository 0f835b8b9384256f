"""Tells whether a step of the launch has to be done again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(root: Path, patterns: Iterable[str], *more: str) -> str:
    """Return a hash of name, size and time of every file below ``root`` that a pattern matches, and of ``more``."""
    digest = hashlib.sha256("\x1f".join(more).encode())
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            name = path.relative_to(root)
            if path.is_file() and "__pycache__" not in name.parts:
                status = path.stat()
                digest.update(f"{name}\x1f{status.st_size}\x1f{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Stamp:
    """A file that remembers for which fingerprint a step was done."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def holds(self, value: str) -> bool:
        """Whether the step was done for this very fingerprint."""
        return self.path.exists() and self.path.read_text(encoding="utf-8") == value

    def set(self, value: str) -> None:
        """Remember that the step is done."""
        self.path.write_text(value, encoding="utf-8")

    def clear(self) -> None:
        """Forget it, before the step begins: an interrupted step isn't done."""
        self.path.unlink(missing_ok=True)
