"""Bring in the ready answers that come with the portal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from courses.inbox.ready_answers import load_replies


class Command(BaseCommand):
    """``manage.py load_replies``: safe to repeat; what staff wrote themselves stays."""

    help = "Brings in the ready answers that come with the portal, and their new languages."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them, and say how many texts are new."""
        self.stdout.write(f"{load_replies()} texts of ready answers added.")
