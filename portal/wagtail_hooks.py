"""What the portal adds to the admin. This file only registers."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from portal.directory.viewsets import DirectoryGroup
from portal.facts.viewsets import FactViewSet


@hooks.register("register_admin_viewset")
def register_rows() -> list[Any]:
    """Who does what where, and dated facts."""
    return [FactViewSet(), DirectoryGroup()]
