"""The inbox in the admin: its addresses and its menu item."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import pgettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from courses.inbox.access import works_in_inbox
from courses.inbox.care_views import AssignView, NoteView, ResendView, TaskDoneView, WriteView
from courses.inbox.labels import ICON, INBOX
from courses.inbox.new_count import new_count
from courses.inbox.presence_view import PresenceView
from courses.inbox.queue import InboxView
from courses.inbox.same_person import KeepApartView, MergeView, UndoMergeView
from courses.inbox.saved_views import DeleteViewPage, RenameViewPage, SaveViewPage, UpdateViewAction
from courses.inbox.step_view import StepView
from courses.inbox.views import EnrolmentView


class InboxMenuItem(MenuItem):
    """The menu item, with the number of new enrolments."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who works for a centre."""
        return works_in_inbox(request.user)  # type: ignore[arg-type]

    def render_component(self, request: HttpRequest) -> Any:
        """Add how many are new."""
        component = super().render_component(request)
        new = new_count(request, request.user)  # type: ignore[arg-type]
        if new:
            component.label = pgettext("staff", "Inbox (%(count)s)") % {"count": new}
        return component


class InboxViewSet(ViewSet):
    """Where staff see and process enrolments."""

    name = "inbox"
    icon = ICON
    menu_label = INBOX
    menu_order = 50
    menu_item_class = InboxMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: the list, an enrolment, and what its buttons do."""
        return [
            path("", InboxView.as_view(), name="index"),
            path("results/", InboxView.as_view(results_only=True), name="index_results"),
            path("views/add/", SaveViewPage.as_view(), name="view_add"),
            path("views/<int:pk>/", RenameViewPage.as_view(), name="view_edit"),
            path("views/<int:pk>/update/", UpdateViewAction.as_view(), name="view_update"),
            path("views/<int:pk>/delete/", DeleteViewPage.as_view(), name="view_delete"),
            path("<int:pk>/", EnrolmentView.as_view(), name="enrolment"),
            path("<int:pk>/step/<slug:verb>/", StepView.as_view(), name="step"),
            path("<int:pk>/assign/", AssignView.as_view(), name="assign"),
            path("<int:pk>/note/", NoteView.as_view(), name="note"),
            path("<int:pk>/write/", WriteView.as_view(), name="write"),
            path("<int:pk>/presence/", PresenceView.as_view(), name="presence"),
            path("<int:pk>/messages/<int:message_pk>/again/", ResendView.as_view(), name="send_again"),
            path("<int:pk>/tasks/<int:task_pk>/done/", TaskDoneView.as_view(), name="task_done"),
            path("<int:pk>/people/<int:person_pk>/merge/", MergeView.as_view(), name="merge_person"),
            path("<int:pk>/people/<int:person_pk>/apart/", KeepApartView.as_view(), name="keep_apart"),
            path("<int:pk>/merges/<int:merge_pk>/undo/", UndoMergeView.as_view(), name="undo_merge"),
        ]
