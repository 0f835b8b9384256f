"""Where a process is ended in the very middle of a transaction: whoever writes into a table waits at a wire."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.load.processes import wait_until

_STRETCH = """
    CREATE FUNCTION wait_at_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock_shared({number}); RETURN NEW; END $$;
    CREATE TRIGGER wait_at_{table} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION wait_at_{table}();
"""
_WAITING = """
    SELECT count(*) FROM pg_locks
    WHERE locktype = 'advisory' AND objid = %s AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Tripwire:
    """A wire across a table. Nobody waits at it but while it is :meth:`held`."""

    def __init__(self, table: str, number: int) -> None:
        self._table = table
        self._number = number

    def stretch(self) -> None:
        """Put it up, in this test's database."""
        with connection.cursor() as cursor:
            cursor.execute(_STRETCH.format(table=self._table, number=self._number))

    @contextmanager
    def held(self, *, until_wait: int) -> Iterator[None]:
        """Hold up who writes into the table; the block begins when so many wait, and lets them go at its end."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [self._number])
        try:
            wait_until(lambda: self._waiting() >= until_wait, f"nobody writes into {self._table}")
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [self._number])

    def _waiting(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(_WAITING, [self._number])
            return int(cursor.fetchone()[0])
