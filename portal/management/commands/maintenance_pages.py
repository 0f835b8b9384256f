"""Write the pages that the web server gives while the portal is away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from portal.found.maintenance import write_pages


class Command(BaseCommand):
    """``manage.py maintenance_pages``. Needs no database."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        parser.add_argument("--to", type=Path, default=Path(settings.BASE_DIR) / "deploy" / "maintenance")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them, and say where."""
        written = write_pages(options["to"])
        self.stdout.write(f"{len(written)} pages in {options['to']}")
