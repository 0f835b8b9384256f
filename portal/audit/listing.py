"""What the pages of the log share: who reads them, and pages of rows that are never all counted."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from portal import clock
from portal.directory.access import has_role
from portal.directory.models import Membership

FURTHEST = 10_000
"""So many rows can be leafed through. Counting millions would take longer than reading a page of them."""


class CappedPaginator(WagtailPaginator):
    """Counts as far as somebody may leaf."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, ``FURTHEST`` for more."""
        return int(self.object_list.order_by()[:FURTHEST].count())


class MomentColumn(Column):
    """A moment to the minute, in Europe/Bucharest: "an hour ago" proves nothing."""

    def get_value(self, instance: Any) -> SafeString:
        """Return the moment, readable from left to right in every language."""
        moment = super().get_value(instance).astimezone(clock.ZONE)
        shown = moment.strftime("%d.%m.%Y\u00a0%H:%M")
        return format_html('<time datetime="{}" dir="ltr">{}</time>', moment.isoformat(timespec="seconds"), shown)


class AuditListView(generic.IndexView):
    """A list for who reads the log of a centre: its coordinators, and administrators."""

    any_permission_required = None
    is_searchable = False
    paginate_by = 50
    paginator_class = CappedPaginator

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 to who coordinates no centre."""
        if not reads_the_log(request):
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


def reads_the_log(request: HttpRequest) -> bool:
    """Whether the user sees the log at all."""
    return has_role(request.user, (Membership.Role.COORDINATOR,))
