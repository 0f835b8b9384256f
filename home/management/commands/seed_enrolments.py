"""``manage.py seed_enrolments``: a database as full as after years, to measure and to look at."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.demo.crowd import Crowd, seed_crowd


class Command(BaseCommand):
    help = "Adds invented people, runs, sessions, enrolments with their history, and marks. Only in the demo or a test."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--enrolments", type=int, default=100_000)
        parser.add_argument("--persons", type=int, default=20_000)
        parser.add_argument("--runs", type=int, default=500)

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        crowd = Crowd(options["enrolments"], options["persons"], options["runs"])
        try:
            counts = seed_crowd(crowd)
        except LookupError as error:
            raise CommandError(str(error)) from error
        rows = ", ".join(f"{count:,} {name}" for name, count in counts.items())
        self.stdout.write(f"Added {rows} in {time.monotonic() - started:.0f} s.")
