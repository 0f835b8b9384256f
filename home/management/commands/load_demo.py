"""Load the demo content into an empty database; where it is, change nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from home.demo.errors import DemoError
from home.demo.files import FOLDER
from home.demo.load import is_loaded, load_demo


class Command(BaseCommand):
    """``manage.py load_demo``."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder than the demo's own."""
        parser.add_argument("--folder", type=Path, default=FOLDER, help="where rows/, content/ and films/ are")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Load, saying each step. Raises ``CommandError`` with what is wrong with which file."""
        # Without the lock first: it must not wait for anybody when there is nothing to do.
        try:
            with translation.override("en"):
                loaded = not is_loaded() and load_demo(folder=folder, say=lambda step: self.stdout.write(f"  {step}"))
        except DemoError as error:
            raise CommandError(str(error)) from error
        if not loaded:
            self.stdout.write("  The content is there already.")
