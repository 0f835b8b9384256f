"""Load the demo content into an empty database; where it is, change nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from home.demo.errors import DemoError
from home.demo.files import FOLDER
from home.demo.load import is_loaded, load_demo, load_first, load_rest


class Command(BaseCommand):
    """``manage.py load_demo``."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder than the demo's own."""
        part = parser.add_mutually_exclusive_group()
        part.add_argument("--first", action="store_true", help="only what has to be there before anything is served")
        part.add_argument("--rest", action="store_true", help="what --first left, step by step: it may be interrupted")
        parser.add_argument("--folder", type=Path, default=FOLDER, help="where rows/, content/ and films/ are")

    def handle(self, *args: Any, folder: Path, first: bool = False, rest: bool = False, **options: Any) -> None:
        """Load, saying each step. Raises ``CommandError`` with what is wrong with which file."""
        load = load_rest if rest else load_first if first else load_demo
        # Without the lock first: it must not wait for anybody when there is nothing to do.
        is_there = first and is_loaded()
        try:
            with translation.override("en"):
                loaded = not is_there and load(folder=folder, say=lambda step: self.stdout.write(f"  {step}"))
        except DemoError as error:
            raise CommandError(str(error)) from error
        if not loaded and not rest:
            self.stdout.write("  The content is there already.")
