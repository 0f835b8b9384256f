"""A backend of Wagtail's frontend cache support for nginx: one connection for a batch, and failures are raised."""

from __future__ import annotations

import http.client
from collections.abc import Iterable
from urllib.parse import urlsplit

from wagtail.contrib.frontend_cache.backends.http import HTTPBackend

SECONDS = 5.0
GONE = frozenset({200, 404, 412})
"""Purged, or it wasn't there."""


class PurgeFailed(Exception):
    """The web server refused."""


class PurgingBackend(HTTPBackend):
    """Wagtail's own opens a connection for each address, and only logs what fails: nobody would try again."""

    def purge(self, url: str) -> None:
        """Purge one address. Raises :class:`PurgeFailed` or ``OSError``."""
        self.purge_batch([url])

    def purge_batch(self, urls: Iterable[str]) -> None:
        """Purge addresses. Raises :class:`PurgeFailed`, ``OSError`` or ``http.client.HTTPException``."""
        connection = http.client.HTTPConnection(self.cache_netloc, timeout=SECONDS)
        try:
            for url in urls:
                parts = urlsplit(url)
                path = f"{parts.path}?{parts.query}" if parts.query else parts.path
                connection.request("PURGE", path, headers={"Host": parts.netloc})
                answer = connection.getresponse()
                answer.read()
                if answer.status not in GONE:
                    raise PurgeFailed(f"{answer.status} {answer.reason} to PURGE {url}")
        finally:
            connection.close()
