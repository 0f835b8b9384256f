"""What the site as a whole adds to the admin: it only registers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.events.viewsets import EventViewSet


@hooks.register("register_admin_viewset")
def register_events() -> EventViewSet:
    """When and where something takes place."""
    return EventViewSet()


@hooks.register("register_help_menu_item")
def design_menu_item() -> MenuItem:
    """Lead editors to what the blocks that they choose from look like."""
    url = lazy(reverse, str)("design")
    return MenuItem(pgettext_lazy("staff", "Design of the public pages"), url, icon_name="view", order=900)
