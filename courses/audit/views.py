"""Who changed which enrolment: the history of all of them, newest first."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from courses.enrolment.records import Event
from courses.enrolment.references import digits_in, format_reference
from courses.enrolment.states import State, Verb
from courses.inbox.labels import HISTORY, STATES, who_did
from portal.audit.filters import UserFilter, auditable_centres, auditable_users
from portal.audit.listing import AuditListView, MomentColumn
from portal.directory.models import Centre

WHO_CHANGED = pgettext_lazy("staff", "Who changed what")
ICON = "history"


class ChangesFilterSet(WagtailFilterSet):
    """By user, by what was done, by enrolment, by centre and by days."""

    user = UserFilter(label=pgettext_lazy("staff", "User"), queryset=auditable_users)
    verb = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("staff", "What"),
        choices=[(verb.value, label) for verb, label in HISTORY.items()],
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    reference = django_filters.CharFilter(label=pgettext_lazy("staff", "Reference"), method="filter_reference")
    centre = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("staff", "Centre"), queryset=auditable_centres, field_name="enrolment__centre"
    )
    at = django_filters.DateFromToRangeFilter(label=pgettext_lazy("staff", "Days"), widget=DateRangePickerWidget)

    class Meta:
        model = Event
        fields: ClassVar[list[str]] = []

    def filter_reference(self, queryset: QuerySet[Event], name: str, value: str) -> QuerySet[Event]:
        """Keep one enrolment's, however its reference is written."""
        return queryset.filter(enrolment__reference=digits_in(value))


class _EnrolmentColumn(Column):
    def get_value(self, instance: Event) -> SafeString:
        reference = format_reference(instance.enrolment.reference)
        url = reverse("inbox:enrolment", args=[instance.enrolment_id])
        return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', url, reference)


class _WhatColumn(Column):
    def get_value(self, instance: Event) -> str:
        return str(HISTORY[Verb(instance.verb)])


class _StateColumn(Column):
    def get_value(self, instance: Event) -> str:
        return str(STATES[State(instance.to_state)].name)


class _WhoColumn(Column):
    def get_value(self, instance: Event) -> SafeString:
        return format_html("<bdi>{}</bdi>", who_did(instance))


class ChangesView(AuditListView):
    """What was done to enrolments of the centres that the user coordinates."""

    model = Event
    page_title = WHO_CHANGED
    header_icon = ICON
    index_url_name = "changes:index"
    index_results_url_name = "changes:index_results"
    filterset_class = ChangesFilterSet
    columns = (
        MomentColumn("at", label=pgettext_lazy("staff", "When")),
        _WhoColumn("user", label=pgettext_lazy("staff", "Who")),
        _WhatColumn("verb", label=pgettext_lazy("staff", "What")),
        _EnrolmentColumn("enrolment", label=pgettext_lazy("staff", "Enrolment")),
        _StateColumn("to_state", label=pgettext_lazy("staff", "State after it")),
        Column("centre", label=pgettext_lazy("staff", "Centre"), accessor="enrolment.centre"),
    )

    def get_base_queryset(self) -> QuerySet[Event]:
        """Return the entries without what was written in them: that is on the enrolment's page."""
        user = self.request.user
        events = Event.objects.select_related("user", "enrolment__centre").defer("note", "enrolment__comment")
        if not user.is_superuser:
            own = Centre.objects.coordinated_by(user)
            events = events.filter(enrolment__centre__in=own)
        return events.order_by("-pk")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead an administrator to what was changed elsewhere: pages, courses, centres."""
        if not self.request.user.is_superuser:
            return []
        url = reverse("wagtailadmin_reports:site_history")
        return [HeaderButton(pgettext("staff", "Changes of pages and rows"), url=url, icon_name=ICON)]
