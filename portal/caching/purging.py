"""Has the web server in front forget what shows something that has changed (Wagtail's frontend cache support).

A change is purged twice: at once, and again some seconds later, because an answer that was on its way at that moment
may have been kept after the first time.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from wagtail.contrib.frontend_cache.utils import get_backends

from portal.caching.models import KeptAddress, PageChange

logger = logging.getLogger(__name__)

ON_ITS_WAY = dt.timedelta(seconds=5)
"""Nothing takes longer from its last look at the marks to the web server's disk."""
KEEP_ADDRESSES = dt.timedelta(days=2)
"""Longer than the web server keeps what nobody asks for (``inactive`` in deploy/nginx), or stale content shows."""
KEEP_CHANGES = dt.timedelta(minutes=15)
_ONE_AT_A_TIME = 0x706167657331
"""Key of the advisory lock: two who purge the same do it twice."""


def has_front() -> bool:
    """Whether a cache stands in front that must be told."""
    return bool(getattr(settings, "WAGTAILFRONTENDCACHE", None))


def register(url: str, tables: Iterable[str]) -> None:
    """Note that the web server may keep an address from now on. To be called before it gets the answer."""
    if not has_front():
        return
    now, names = timezone.now(), sorted(tables)
    KeptAddress.objects.bulk_create(
        [KeptAddress(url=url, tables=names, made_at=now)],
        update_conflicts=True,
        unique_fields=["url"],
        update_fields=["tables", "made_at"],
    )


def purge_changes() -> int:
    """Purge what shows a change that has not been purged, or only once; return how many addresses that were.

    Raises what the backend raises: nothing counts as purged then, and the next call tries again.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        soon = timezone.now() - ON_ITS_WAY
        due = PageChange.objects.filter(purges=0) | PageChange.objects.filter(purges=1, at__lt=soon)
        changes = dict(due.values_list("pk", "table_name"))
        if not changes:
            return 0
        urls = KeptAddress.objects.filter(tables__overlap=list(set(changes.values()))).values_list("url", flat=True)
        addresses = list(urls)
        for backend in get_backends().values():
            backend.purge_batch(addresses)
        rows = PageChange.objects.filter(pk__in=changes)
        # Of a transaction that took longer than an answer: its row is old when it is first seen.
        rows.filter(purges=1).update(purges=2)
        rows.filter(purges=0).update(purges=1, at=timezone.now())
    return len(addresses)


def forget_old_changes() -> None:
    """Delete what is of no use any more."""
    now = timezone.now()
    old = PageChange.objects.filter(at__lt=now - KEEP_CHANGES)
    (old.filter(purges=2) if has_front() else old).delete()
    KeptAddress.objects.filter(made_at__lt=now - KEEP_ADDRESSES).delete()


class _Soon:
    """A thread that purges once for all who ask while it is at it, so that no writer waits for the web server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_running = False
        self._is_wanted = False

    def __call__(self) -> None:
        """Purge in a moment. What fails is left to the worker."""
        with self._lock:
            self._is_wanted = True
            if self._is_running:
                return
            self._is_running = True
        threading.Thread(target=self._work, name="purge").start()

    def _work(self) -> None:
        try:
            while self._is_still_wanted():
                purge_changes()
        except Exception as error:  # noqa: BLE001 - the worker tries again, and says so in its log
            logger.warning("pages not purged: %s", error)
            with self._lock:
                self._is_running = False
        finally:
            connection.close()

    def _is_still_wanted(self) -> bool:
        with self._lock:
            self._is_running = self._is_wanted
            self._is_wanted = False
            return self._is_running


_soon = _Soon()


def purge_soon() -> None:
    """Purge what has just been committed; without a cache in front there is nothing to do."""
    if has_front():
        _soon()
