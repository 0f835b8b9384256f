"""What the pages of assisted and imported enrolment share."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.inbox.access import works_in_inbox
from courses.inbox.views import INBOX


class IntakeView(WagtailAdminTemplateMixin, TemplateView):
    """A page for who works in the inbox; everybody else meets a 404."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to who works for no centre."""
        if not works_in_inbox(request.user):  # type: ignore[arg-type]
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the inbox."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("inbox:index"), "label": INBOX},
            {"url": "", "label": self.get_page_title()},
        ]
