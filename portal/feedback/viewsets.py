"""Readers' answers in the admin: the list, one of them, and the first page's panel."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet

from portal.feedback.listing import COLUMNS, FeedbackFilterSet, FeedbackIndexView, export
from portal.feedback.models import Feedback
from portal.feedback.services import mark_done
from portal.rows import OnlyPolicy


class FeedbackViewSet(ModelViewSet):
    """What readers answered. Nobody adds or deletes an answer; comments are forgotten after a year."""

    model = Feedback
    name = "feedback"
    icon = "comment"
    menu_label = pgettext_lazy("staff", "Readers' answers")
    menu_order = 220
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = FeedbackIndexView
    list_display = COLUMNS
    filterset_class = FeedbackFilterSet
    search_fields = ("comment", "path")
    panels = (
        FieldPanel("path", read_only=True),
        FieldPanel("language", read_only=True),
        FieldPanel("is_helpful", read_only=True),
        FieldPanel("comment", read_only=True),
        FieldPanel("created_at", read_only=True),
        FieldPanel("state"),
    )

    @property
    def permission_policy(self) -> OnlyPolicy:
        """Answers are read and marked, nothing else."""
        return OnlyPolicy(Feedback, frozenset({"view", "change"}))

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the button, and the list as a file."""
        return [
            *super().get_urlpatterns(),
            path("done/<int:pk>/", done, name="done"),
            path("export/", export, name="export"),
        ]


@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a comment as done and go back to the list as it was. Raises ``Http404``."""
    if not request.user.has_perm("portal.change_feedback"):
        raise Http404
    mark_done(feedback=get_object_or_404(Feedback, pk=pk))
    messages.success(request, pgettext("staff", "Done."))
    return redirect(f"{reverse('feedback:index')}?{request.POST.get('back', '')}")


class FeedbackHomePanel(Component):
    """How many comments wait, on the first page of the admin. One query."""

    name = "feedback"
    template_name = "feedback/home_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Count what waits."""
        url = f"{reverse('feedback:index')}?state={Feedback.State.NEW}"
        return {"unread": Feedback.objects.unread().count(), "url": url}
