"""The list of enrolments: what to do next, oldest promise first."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from courses.bulk.labels import ICON as JOBS_ICON
from courses.bulk.labels import JOBS
from courses.bulk.selection import Bar, SelectColumn
from courses.enrolment.models import Enrolment
from courses.inbox.columns import columns_for
from courses.inbox.filters import InboxFilterSet
from courses.inbox.labels import ICON, INBOX
from courses.inbox.listing import COLUMNS, Listing, found_query
from courses.inbox.new_count import keep_new_count
from courses.inbox.paging import CountingPaginator
from courses.inbox.rows import QueueTable, rows_of
from courses.inbox.search import matching
from courses.inbox.toolbar import toolbar_of
from portal.audit.models import AuditEntry
from portal.audit.services import record_access
from portal.directory.models import Centre


class InboxView(generic.IndexView):
    """The enrolments of the centres that the user works for."""

    model = Enrolment
    any_permission_required = None
    page_title = INBOX
    header_icon = ICON
    index_url_name = "inbox:index"
    index_results_url_name = "inbox:index_results"
    template_name = "inbox/list.html"
    results_template_name = "inbox/list_results.html"
    filterset_class = InboxFilterSet
    is_searchable = True
    table_class = QueueTable
    table_classname = "listing inbox-list"
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 to who works for no centre."""
        self.user: User = request.user  # type: ignore[assignment]
        self.centres = list(Centre.objects.for_staff(self.user))
        if not self.centres and not self.user.is_superuser:
            raise Http404
        self.listing = Listing(request.GET, self.user, self.centres)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to where somebody who is here is written down."""
        return [HeaderButton(pgettext("staff", "Enrol somebody"), url=reverse("intake:walk_in"), icon_name="plus")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Lead to where a list of names is brought in, and to what the user did with many at once."""
        taken_out = f"{reverse('exports:enrolments')}?{self.request.GET.urlencode()}"
        return [
            Button(pgettext("staff", "Import a list"), url=reverse("intake:upload"), icon_name="upload"),
            Button(pgettext("staff", "Take out this list"), url=taken_out, icon_name="download"),
            Button(JOBS, url=reverse("bulk:index"), icon_name=JOBS_ICON),
        ]

    @cached_property
    def columns(self) -> list[Column]:
        """The columns chosen in the address, else the usual ones."""
        return [SelectColumn(), *columns_for(self.request.GET.getlist(COLUMNS), has_centres=len(self.centres) > 1)]

    @cached_property
    def filters(self) -> InboxFilterSet:
        """The filters of the listing."""
        return self.listing.filters

    @cached_property
    def is_filtering(self) -> bool:
        """Whether anything is filtered; what can't be understood counts too."""
        return self.listing.is_filtering

    def get_ordering(self) -> str:
        """Return the order that the address asks for, else the tab's."""
        return self.listing.ordering

    def get_queryset(self) -> QuerySet[Enrolment]:
        """Return the enrolments in order, without what a row shows: that is read for one page."""
        found = self.listing.ordered()
        return found.filter(matching(self.search_query)) if self.is_searching else found

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator:
        """Return what cuts pages: for a search by one statement."""
        return CountingPaginator(*args, **kwargs) if self.is_searching else super().get_paginator(*args, **kwargs)

    def paginate_queryset(
        self, queryset: QuerySet[Enrolment], page_size: int
    ) -> tuple[Paginator, Page, list[Enrolment], bool]:
        """Cut out a page of primary keys, and read its rows."""
        pks = queryset.values_list("pk", flat=True)
        paginator, page, found, has_others = super().paginate_queryset(pks, page_size)
        queue = found_query(self.toolbar.query, found) if self.is_searching else self.toolbar.queue_query
        page.object_list = rows_of(list(found), self.user, queue)
        if self.is_searching and page.number == 1:
            record_access(user=self.user, action=AuditEntry.Action.SEARCHED, about="inbox", amount=paginator.count)
        return paginator, page, page.object_list, has_others

    @cached_property
    def toolbar(self) -> Any:
        """What stands above the list: tabs, saved views, columns."""
        toolbar = toolbar_of(self.listing)
        keep_new_count(self.request, toolbar.new)
        return toolbar

    @cached_property
    def no_results_message(self) -> str:
        """Say what an empty list means, and the way on."""
        if self.is_searching:
            return pgettext(
                "staff",
                "Nobody found. Try a part of the name, in any script or in Latin letters, the phone or the reference.",
            )
        if self.is_filtering:
            return pgettext("staff", "Nobody fits these filters.")
        return str(self.listing.section.nothing)

    def get_search_form(self) -> SearchForm:
        """Return the search box, which says what it finds."""
        return SearchForm(self.request.GET or None, placeholder=pgettext("staff", "Name, phone or reference"))

    def get_table_kwargs(self) -> dict[str, Any]:
        """Name the table for who can't see it."""
        return {**super().get_table_kwargs(), "caption": pgettext("staff", "Enrolments")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands above the list, and what can be done with ticked rows."""
        context = super().get_context_data(**kwargs)
        rows = context["object_list"]
        seen = rows[0].newest_event if rows else 0
        bulk = Bar(context["items_count"], len(rows), seen, self.request.GET.urlencode()) if rows else None
        return {**context, "toolbar": self.toolbar, "bulk": bulk, "seen": seen}
