"""The list of enrolments, in the order of work."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from courses.enrolment.models import Enrolment
from courses.enrolment.records import Task
from courses.enrolment.states import WAITS_FOR_STAFF, State
from courses.inbox.columns import COLUMNS
from courses.inbox.filters import InboxFilterSet
from courses.inbox.labels import ICON, INBOX
from courses.inbox.search import matching
from portal.directory.models import Centre


def in_order_of_work(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Put what waits for staff first (new, then in review, oldest first), then the last change first."""
    return enrolments.order_by(
        Case(
            When(state=State.SUBMITTED, then=Value(0)),
            When(state=State.IN_REVIEW, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        Case(When(state__in=WAITS_FOR_STAFF, then="submitted_at")),
        "-state_since",
        "pk",
    )


class InboxView(generic.IndexView):
    """The enrolments of the centres that the user works for."""

    model = Enrolment
    any_permission_required = None
    page_title = INBOX
    header_icon = ICON
    index_url_name = "inbox:index"
    index_results_url_name = "inbox:index_results"
    filterset_class = InboxFilterSet
    is_searchable = True
    table_classname = "listing inbox-list"
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 to who works for no centre."""
        self.centre_count = Centre.objects.for_staff(request.user).count()  # type: ignore[arg-type]
        if not self.centre_count and not request.user.is_superuser:
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to where somebody who is here is written down."""
        return [HeaderButton(pgettext("staff", "Enrol somebody"), url=reverse("intake:walk_in"), icon_name="plus")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Lead to where a list of names is brought in."""
        return [Button(pgettext("staff", "Import a list"), url=reverse("intake:upload"), icon_name="upload")]

    @cached_property
    def columns(self) -> list[Column]:
        """Leave out the centre where there is only one."""
        return [column for column in COLUMNS if column.name != "centre" or self.centre_count > 1]

    def get_base_queryset(self) -> QuerySet[Enrolment]:
        """Return the user's enrolments with all that a row shows."""
        open_tasks = Task.objects.filter(enrolment=OuterRef("pk"), done_at=None)
        enrolments = Enrolment.objects.for_staff(self.request.user)
        enrolments = enrolments.select_related("person", "course", "run", "centre", "assignee__wagtail_userprofile")
        return in_order_of_work(enrolments.annotate(has_open_task=Exists(open_tasks)).defer("comment"))

    def get_search_form(self) -> SearchForm:
        """Return the search box, which says what it finds."""
        return SearchForm(self.request.GET or None, placeholder=pgettext("staff", "Name, phone or reference"))

    def search_queryset(self, queryset: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
        """Find by name, phone or reference, however they are written."""
        return queryset.filter(matching(self.search_query)) if self.is_searching else queryset

    def get_table_kwargs(self) -> dict[str, Any]:
        """Name the table for who can't see it."""
        return {**super().get_table_kwargs(), "caption": pgettext("staff", "Enrolments")}
