"""What the inbox can be narrowed down by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import pgettext_lazy
from wagtail.admin.active_filters import DateFromToRangeFilterAdapter, register_filter_adapter_class
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.widgets import BooleanRadioSelect

from courses.catalogue.models import Course
from courses.enrolment.codes import Priority, Source
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Task
from courses.inbox.access import colleagues
from courses.inbox.labels import STATES, course_label
from courses.inbox.run_input import RunInput
from courses.inbox.sections import overdue
from portal import clock, languages
from portal.directory.models import Centre, County

ME = "me"
NOBODY = "nobody"

OVERDUE, TODAY, THIS_WEEK = "overdue", "today", "week"


def with_open_task() -> Exists:
    """Return whether an enrolment has a task that nobody has done yet."""
    return Exists(Task.objects.filter(enrolment=OuterRef("pk"), done_at=None))


def end_of(day: dt.date) -> dt.datetime:
    """Return the moment at which a day ends in Europe/Bucharest."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=clock.ZONE)


class _CourseField(django_filters.fields.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Course) -> str:
        return course_label(obj)


class _CourseFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = _CourseField


class _ReceivedFilter(django_filters.DateFromToRangeFilter):
    """Days in Europe/Bucharest, whatever time zone a colleague reads the admin in."""

    def filter(self, qs: QuerySet, value: slice | None) -> QuerySet:
        if value is None:
            return qs
        if value.start is not None:
            qs = qs.filter(submitted_at__gte=end_of(_day(value.start) - dt.timedelta(days=1)))
        if value.stop is not None:
            qs = qs.filter(submitted_at__lt=end_of(_day(value.stop)))
        return qs


def _day(moment: dt.datetime) -> dt.date:
    # The field makes the day's first or last moment of it, in the reader's time zone: the day is what was typed.
    return moment.date()


register_filter_adapter_class(_ReceivedFilter, DateFromToRangeFilterAdapter)


class InboxFilterSet(WagtailFilterSet):
    """Filters of the inbox. ``distinct`` is off: no filter joins what could double a row.

    ``centres`` are those whose people the user may see. Choices that are rows are read only where they are shown.
    """

    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("staff", "State"),
        choices=[(state.value, label.name) for state, label in STATES.items()],
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    due = django_filters.ChoiceFilter(
        label=pgettext_lazy("staff", "Due"),
        method="filter_due",
        choices=[
            (OVERDUE, pgettext_lazy("staff", "Late")),
            (TODAY, pgettext_lazy("staff", "Until the end of today")),
            (THIS_WEEK, pgettext_lazy("staff", "Until the end of the week")),
        ],
        empty_label=pgettext_lazy("staff", "At any time"),
        widget=forms.RadioSelect,
    )
    assignee = django_filters.ChoiceFilter(
        label=pgettext_lazy("staff", "Assignee"),
        method="filter_assignee",
        empty_label=pgettext_lazy("staff", "Everybody"),
        widget=forms.RadioSelect,
    )
    centre = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("staff", "Centre"),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    course = _CourseFilter(
        label=pgettext_lazy("staff", "Course"),
        queryset=Course.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    run = django_filters.CharFilter(
        label=pgettext_lazy("staff", "Course run"),
        field_name="run__code",
        lookup_expr="iexact",
        help_text=pgettext_lazy("staff", "Its code, as the list shows it."),
    )
    county = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("staff", "County"),
        queryset=County.objects.none(),
        method="filter_county",
        empty_label=pgettext_lazy("staff", "Every county"),
    )
    language = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("staff", "Language"),
        field_name="person__language",
        choices=languages.django_choices(),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    received = _ReceivedFilter(
        label=pgettext_lazy("staff", "Received"),
        widget=DateRangePickerWidget,
    )
    source = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("staff", "How it came"),
        choices=Source.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    priority = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("staff", "Priority"),
        choices=Priority.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
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

    def __init__(self, *args: Any, request: Any, centres: Sequence[Centre], **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.centres = centres
        # One centre leaves nothing to choose.
        if len(centres) < 2:
            del self.filters["centre"]
        else:
            self.filters["centre"].extra["choices"] = [(str(centre.pk), centre.name) for centre in centres]
        near = Q(centres__in=centres) | Q(served_by__in=centres)
        self.filters["county"].queryset = County.objects.filter(
            pk__in=County.objects.filter(near).order_by().values("pk")
        )
        self.filters["run"].extra["widget"] = RunInput(centres)
        self.filters["assignee"].extra["choices"] = self._assignees

    def _assignees(self) -> list[tuple[str, Any]]:
        others = [
            (str(user.pk), get_user_display_name(user))
            for user in colleagues(self.centres)
            if user.pk != self.request.user.pk
        ]
        return [(ME, pgettext_lazy("staff", "Me")), (NOBODY, pgettext_lazy("staff", "Nobody")), *others]

    @classmethod
    def parameters(cls) -> frozenset[str]:
        """Return the names that the address may hold for these filters."""
        names = set(cls.base_filters)
        for suffix in DateRangePickerWidget.suffixes:
            names.add(f"received_{suffix}")
        return frozenset(names - {"received"})

    def filter_assignee(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what is mine, nobody's, or one colleague's."""
        if value == NOBODY:
            return queryset.filter(assignee=None)
        return queryset.filter(assignee=self.request.user.pk if value == ME else value)

    def filter_county(self, queryset: QuerySet, name: str, value: County) -> QuerySet:
        """Keep wishes for a course in a county, and enrolments at its centres."""
        return queryset.filter(Q(county=value) | Q(county=None, centre__county=value))

    def filter_due(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what is late, or due until the end of the day or the week (Sunday)."""
        today = clock.today()
        if value == OVERDUE:
            return queryset.filter(overdue(clock.now()))
        last_day = today if value == TODAY else today + dt.timedelta(days=6 - today.weekday())
        return queryset.filter(due_at__lt=end_of(last_day))

    def filter_tasks(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Keep what has an open task, or what has none."""
        return queryset.filter(with_open_task() if value else ~with_open_task())

    def filter_suspected(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Keep what may not be a person's, or what is beyond suspicion."""
        return queryset.exclude(suspicion="") if value else queryset.filter(Q(suspicion=""))
