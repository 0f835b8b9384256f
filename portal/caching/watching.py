"""Every statement of Django's passes by: what a page reads is noted, and what is written renews its marks.

Statements are watched rather than models, because ``bulk_create``, ``QuerySet.update`` and plain SQL send no signals.
What doesn't pass here (psql, another machine, a process killed between its commit and the next line) is found by the
triggers of :mod:`portal.caching.changes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from portal.caching import purging
from portal.caching.generations import generations
from portal.caching.tables import named, watched, written

_reading: ContextVar[set[str] | None] = ContextVar("tables_of_page", default=None)


@contextmanager
def reading() -> Iterator[set[str]]:
    """Yield a set that the tables go into which are read meanwhile."""
    tables: set[str] = set()
    token = _reading.set(tables)
    try:
        yield tables
    finally:
        _reading.reset(token)


def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute a statement and note its tables; a wrapper as Django's ``execute_wrappers`` take them."""
    result = execute(sql, params, many, context)
    text = sql if isinstance(sql, str) else str(sql)
    changed = written(text)
    if changed:
        if context["cursor"].rowcount != 0 and not changed.isdisjoint(watched()):
            renew_when_committed(context["connection"], changed & watched())
    else:
        tables = _reading.get()
        if tables is not None:
            tables |= named(text)
    return result


def renew_when_committed(connection: BaseDatabaseWrapper, tables: frozenset[str]) -> None:
    """Renew the marks of tables after the commit, at once outside of a transaction.

    Marks that are renewed once too often (after a rollback to a savepoint) cost a page that is made again.
    """
    waiting: set[str] = connection.__dict__.setdefault("_changed_tables", set())
    waiting |= tables
    transaction.on_commit(partial(_renew, waiting), using=connection.alias, robust=True)


def _renew(waiting: set[str]) -> None:
    """The first of a transaction's calls does the work of all."""
    if waiting:
        tables = frozenset(waiting)
        waiting.clear()
        generations().renew(tables)
        purging.purge_soon()


def _connected(sender: type[BaseDatabaseWrapper], connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def connect() -> None:
    """Watch every connection that is made from now on; called when the app is ready."""
    connection_created.connect(_connected, dispatch_uid="caching_connected")
