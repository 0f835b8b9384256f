"""What the inbox can be narrowed down by."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.widgets import BooleanRadioSelect

from courses.catalogue.models import Course
from courses.enrolment.models import Enrolment
from courses.inbox.access import colleagues
from courses.inbox.labels import STATES, course_label
from portal import languages
from portal.directory.models import Centre

ME = "me"
NOBODY = "nobody"


class _CourseField(django_filters.fields.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Course) -> str:
        return course_label(obj)


class _CourseFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = _CourseField


def _own_centres(request: Any) -> QuerySet[Centre]:
    return Centre.objects.for_staff(request.user)


class InboxFilterSet(WagtailFilterSet):
    """Filters of the inbox. ``distinct`` is off: no filter joins what could double a row."""

    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("staff", "State"),
        choices=[(state.value, label.name) for state, label in STATES.items()],
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    centre = django_filters.ModelMultipleChoiceFilter(
        label=pgettext_lazy("staff", "Centre"),
        queryset=_own_centres,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    course = _CourseFilter(
        label=pgettext_lazy("staff", "Course"),
        queryset=Course.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    language = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("staff", "Language"),
        field_name="person__language",
        choices=languages.django_choices(),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    assignee = django_filters.ChoiceFilter(
        label=pgettext_lazy("staff", "Assignee"),
        method="filter_assignee",
        empty_label=pgettext_lazy("staff", "Everybody"),
        widget=forms.RadioSelect,
    )
    tasks = django_filters.BooleanFilter(
        label=pgettext_lazy("staff", "Something to do by phone"),
        method="filter_tasks",
        widget=BooleanRadioSelect,
    )
    suspected = django_filters.BooleanFilter(
        label=pgettext_lazy("staff", "Perhaps not a person"),
        method="filter_suspected",
        widget=BooleanRadioSelect,
    )

    class Meta:
        model = Enrolment
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        own_centres = list(_own_centres(request))
        # One centre leaves nothing to choose.
        if len(own_centres) < 2:
            del self.filters["centre"]
        others = [
            (str(user.pk), get_user_display_name(user))
            for user in colleagues(own_centres)
            if user.pk != request.user.pk
        ]
        self.filters["assignee"].extra["choices"] = [
            (ME, pgettext_lazy("staff", "Me")),
            (NOBODY, pgettext_lazy("staff", "Nobody")),
            *others,
        ]

    def filter_assignee(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what is mine, nobody's, or one colleague's."""
        if value == NOBODY:
            return queryset.filter(assignee=None)
        return queryset.filter(assignee=self.request.user.pk if value == ME else value)

    def filter_tasks(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Keep what has an open task, or what has none."""
        return queryset.filter(has_open_task=value)

    def filter_suspected(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Keep what may not be a person's, or what is beyond suspicion."""
        return queryset.exclude(suspicion="") if value else queryset.filter(Q(suspicion=""))
