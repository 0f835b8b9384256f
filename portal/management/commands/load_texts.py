"""Make the message texts editable: one row for every message in every language."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.messages.texts import ensure_texts


class Command(BaseCommand):
    help = "Makes the missing rows of message texts, so that staff can edit them. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        made = ensure_texts()
        self.stdout.write(f"Message texts: {made} rows made.")
