"""Make the index of the readers' search anew."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand

from portal.search.services import rebuild_index


class Command(BaseCommand):
    """``manage.py index_search``."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how much and how long."""
        started = time.monotonic()
        count = rebuild_index()
        self.stdout.write(f"{count} entries in {time.monotonic() - started:.1f} s")
