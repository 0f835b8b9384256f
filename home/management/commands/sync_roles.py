"""Make or mend the groups of the portal's roles; run it after every upgrade."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from home.roles import sync_roles


class Command(BaseCommand):
    """``manage.py sync_roles``."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Sync, and name the groups."""
        for role in sync_roles():
            self.stdout.write(f"  {role.name}")
