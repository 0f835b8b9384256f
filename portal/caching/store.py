"""The kept answers of one process: the least recently asked for go when there are too many bytes."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from portal.caching.generations import Marks, generations
from portal.caching.marks import Parameters

MOST_BYTES = 48 * 2**20
"""In each process: about four thousand pages."""
LONGEST_ADDRESS = 1000
ROOM = 1200
"""What an answer takes beside its bytes."""

Place = tuple[str, str, str]
"""Scheme, host and path."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer. It holds until a time, and as long as the marks of the tables that it was made of stay the same."""

    query: str
    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    until: float
    marks: Marks

    def is_fresh(self) -> bool:
        """Whether it is what would be made now."""
        return time.time() < self.until and generations().are(self.marks)


class Store:
    """Entries by place and query."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._entries: OrderedDict[tuple[Place, str], Entry] = OrderedDict()
        self._parameters: dict[Place, Parameters] = {}
        self._lock = threading.Lock()

    def find(self, place: Place, query: str) -> Entry | None:
        """Return a fresh answer; parameters that don't count are left out of the query first."""
        if query:
            parameters = self._parameters.get(place)
            found = parameters.query_of(query) if parameters else None
            if found is None:
                return None
            query = found
        key = (place, query)
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if not entry.is_fresh():
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return entry

    def put(self, place: Place, parameters: Parameters, entry: Entry) -> None:
        """Keep an answer, and let go of others where there is no room."""
        if sum(map(len, place)) + len(entry.query) > LONGEST_ADDRESS:
            return
        key = (place, entry.query)
        with self._lock:
            self._drop(key)
            self._entries[key] = entry
            self._parameters[place] = parameters
            self._bytes += _size(entry)
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._parameters.clear()
            self._bytes = 0

    def _drop(self, key: tuple[Place, str]) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._bytes -= _size(entry)


def _size(entry: Entry) -> int:
    return len(entry.body) + ROOM


pages = Store()
