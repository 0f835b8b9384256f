"""What the portal adds to the admin. This file only registers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from portal.audit.viewsets import AUDIT_ITEM, AuditViewSet
from portal.directory.viewsets import DirectoryGroup
from portal.facts.home_panel import FactsPanel
from portal.facts.viewsets import FactViewSet
from portal.feedback.viewsets import FeedbackHomePanel, FeedbackViewSet
from portal.messages.services import RESEND_ACTION
from portal.messages.viewsets import MessagesGroup


@hooks.register("register_admin_viewset")
def register_rows() -> list[Any]:
    """Who does what where, and dated facts."""
    return [FactViewSet(), DirectoryGroup()]


@hooks.register("register_admin_viewset")
def register_messages() -> list[Any]:
    """What messages say, and what was sent."""
    return [MessagesGroup()]


@hooks.register("register_admin_viewset")
def register_audit() -> AuditViewSet:
    """Who saw what."""
    return AuditViewSet()


hooks.register("register_reports_menu_item", lambda: AUDIT_ITEM)


@hooks.register("construct_homepage_panels")
def add_facts_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Facts to check again, for who may edit them."""
    if request.user.has_perm("portal.change_fact"):
        panels.append(FactsPanel())


@hooks.register("register_admin_viewset")
def register_feedback() -> FeedbackViewSet:
    """What readers say of pages."""
    return FeedbackViewSet()


@hooks.register("construct_homepage_panels")
def add_feedback_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show the comments that wait to who reads them."""
    if request.user.has_perm("portal.change_feedback"):
        panels.append(FeedbackHomePanel())


@hooks.register("insert_global_admin_css")
def add_admin_css() -> SafeString:
    """Let text in the admin's fields run in its own direction."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name what messages leave in the log."""
    actions.register_action(
        RESEND_ACTION, pgettext_lazy("staff", "Send again"), pgettext_lazy("staff", "Put into the queue again")
    )
