"""What the site as a whole adds to the admin. This file only registers."""

from __future__ import annotations

from wagtail import hooks

from home.events.viewsets import EventViewSet


@hooks.register("register_admin_viewset")
def register_events() -> EventViewSet:
    """When and where something takes place."""
    return EventViewSet()
