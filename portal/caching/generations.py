"""What all processes of a machine share: for each table a mark that is new after each change.

A file of some kilobytes, mapped into the memory of each process: to look at a mark costs less than a microsecond. A
mark is a number that never comes again, so that two who change at once can't make one mark of it.
"""

from __future__ import annotations

import mmap
import os
import threading
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

WIDTH = 8
SLOTS = 1024
"""Two tables may share a slot: then a change of one counts as one of the other."""
ANY = slice(0, WIDTH)
"""The first slot changes with every other one."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of some tables as they were."""

    any: bytes
    own: tuple[tuple[slice, bytes], ...]

    @classmethod
    def of(cls, tables: Iterable[str], snapshot: bytes) -> Marks:
        """Return the marks that tables had in a snapshot."""
        return cls(snapshot[ANY], tuple((slot_of(table), snapshot[slot_of(table)]) for table in tables))


class Generations:
    """The marks in a file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o660)
        try:
            if os.fstat(descriptor).st_size != WIDTH * SLOTS:
                os.ftruncate(descriptor, WIDTH * SLOTS)
            self._map = mmap.mmap(descriptor, WIDTH * SLOTS)
        finally:
            os.close(descriptor)

    def snapshot(self) -> bytes:
        """Return all marks as they are now: to be taken before anything is read that shall be kept."""
        return self._map[:]

    def renew(self, tables: Iterable[str]) -> None:
        """Give tables new marks: to be called when a change of theirs has been committed."""
        mark = _new_mark()
        for table in tables:
            self._map[slot_of(table)] = mark
        self._map[ANY] = mark

    def renew_all(self) -> None:
        """Give every table a new mark: nobody knows what has changed."""
        self._map[:] = _new_mark() * SLOTS

    def are(self, marks: Marks) -> bool:
        """Whether nothing at all has changed, or none of these tables."""
        return self._map[ANY] == marks.any or all(self._map[slot] == mark for slot, mark in marks.own)


@lru_cache(maxsize=4096)
def slot_of(table: str) -> slice:
    """Return where a table's mark stands: the same in every process and every version of the code."""
    number = 1 + zlib.crc32(table.encode()) % (SLOTS - 1)
    return slice(number * WIDTH, (number + 1) * WIDTH)


def _new_mark() -> bytes:
    return os.urandom(WIDTH)


_lock = threading.Lock()
_shared: dict[Path, Generations] = {}


def generations() -> Generations:
    """Return the marks of this machine, mapped at the first call of a process."""
    path: Path = settings.GENERATIONS_FILE
    found = _shared.get(path)
    if found is None:
        with _lock:
            found = _shared.setdefault(path, Generations(path))
    return found
