"""What the pages of bulk share."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.bulk.labels import ICON
from courses.inbox.access import works_in_inbox
from courses.inbox.labels import INBOX
from courses.inbox.listing import clean_query


def list_url(query: str) -> str:
    """Return the address of the inbox's list for a query. What was searched for is a name: it is left out."""
    kept = clean_query(query)
    return f"{reverse('inbox:index')}?{kept}" if kept else reverse("inbox:index")


class BulkPage(WagtailAdminTemplateMixin, TemplateView):
    """A page for who works in the inbox; everybody else meets a 404."""

    header_icon = ICON
    back = ""
    """Where the user came from; by default the inbox."""

    @property
    def user(self) -> User:
        """Who asks."""
        return cast(User, self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to who works for no centre."""
        if not works_in_inbox(request.user):  # type: ignore[arg-type]
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": self.back or reverse("inbox:index"), "label": INBOX},
            {"url": "", "label": self.get_page_title()},
        ]
