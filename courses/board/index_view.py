"""The groups of the user's centres: which run, which start, which still want a result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from courses.attendance.querysets import not_marked
from courses.board.attention import attention, held
from courses.catalogue.models import Course, Run, Session
from courses.enrolment.models import Enrolment
from courses.enrolment.states import ACTIVE, BEFORE_A_PLACE, HOLDS_PLACE, State
from courses.inbox.labels import course_label
from portal import clock
from portal.directory.models import Centre

GROUPS = pgettext_lazy("staff", "Groups")
ICON = "group"
COMING, UNDERWAY, OVER = "coming", "underway", "over"


@dataclass(frozen=True)
class Standing:
    """How a run stands, as a row of the list says it."""

    taken: int
    offered: int
    waiting: int
    undecided: int
    attention: list[str]
    next_session: Session | None = field(repr=False)  # Wagtail writes out what a cell holds; a session reads its run


def standings(runs: Iterable[Run]) -> dict[int, Standing]:
    """Return how each of these runs stands, by its primary key: four queries for any number of them."""
    by_key = {run.pk: run for run in runs}
    counts: dict[int, dict[str, int]] = {pk: {} for pk in by_key}
    rows = Enrolment.objects.filter(run__in=by_key).order_by().values_list("run", "state")
    for run, state, number in rows.annotate(number=Count("pk")):
        counts[run][state] = number
    sessions = Session.objects.filter(run__in=by_key, is_cancelled=False)
    has_sessions = set(sessions.order_by().values_list("run", flat=True).distinct())
    coming = sessions.filter(starts_at__gt=clock.now()).order_by("run_id", "starts_at").distinct("run_id")
    next_sessions = {session.run_id: session for session in coming}
    over = not_marked(Session.objects.filter(run__in=by_key, ends_at__lte=clock.now())).order_by()
    unmarked = dict(over.values_list("run").annotate(number=Count("pk")))
    return {
        pk: Standing(
            taken=held(counts[pk]),
            offered=counts[pk].get(State.OFFERED, 0),
            waiting=counts[pk].get(State.WAITING, 0),
            undecided=sum(counts[pk].get(state, 0) for state in BEFORE_A_PLACE - {State.WAITING}),
            attention=attention(
                run,
                counts[pk],
                unmarked=unmarked.get(pk, 0),
                has_sessions=pk in has_sessions,
                today=clock.today(),
            ),
            next_session=next_sessions.get(pk),
        )
        for pk, run in by_key.items()
    }


def _own_centres(request: Any) -> QuerySet[Centre]:
    return Centre.objects.for_staff(request.user)


class GroupsFilterSet(WagtailFilterSet):
    """What the groups can be narrowed down by."""

    when = django_filters.ChoiceFilter(
        label=pgettext_lazy("staff", "When"),
        method="filter_when",
        empty_label=pgettext_lazy("staff", "All"),
        choices=[
            (COMING, pgettext_lazy("staff", "Starts later")),
            (UNDERWAY, pgettext_lazy("staff", "Underway")),
            (OVER, pgettext_lazy("staff", "Over, results missing")),
        ],
        widget=forms.RadioSelect,
    )
    centre = django_filters.ModelMultipleChoiceFilter(
        label=pgettext_lazy("staff", "Centre"),
        queryset=_own_centres,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("staff", "Course"),
        field_name="course__kind",
        choices=Course.Kind.choices,
        empty_label=pgettext_lazy("staff", "All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Run
        fields: tuple[str, ...] = ()

    def filter_when(self, runs: QuerySet[Run], _name: str, value: str) -> QuerySet[Run]:
        """Narrow down to where the runs stand today."""
        today = clock.today()
        if value == COMING:
            return runs.filter(starts_on__gt=today)
        if value == UNDERWAY:
            return runs.filter(starts_on__lte=today, ends_on__gte=today)
        return runs.filter(ends_on__lt=today)


class GroupColumn(TitleColumn):
    """The run's code, leading to its board; its course below."""

    cell_template_name = "board/cells/group.html"

    def get_cell_context_data(self, instance: Run, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the course's name."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "course_label": course_label(instance.course)}


class StandingColumn(Column):
    """A cell that shows a part of a run's :class:`Standing`, with a template of its own."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = f"board/cells/{name}.html"


class GroupsView(IndexView):
    """The groups of the user's centres that aren't closed, the earliest start first."""

    model = Run
    page_title = GROUPS
    header_icon = ICON
    template_name = "board/index.html"
    index_url_name = "board:index"
    index_results_url_name = "board:index_results"
    paginate_by = 50
    default_ordering = ("starts_on", "pk")
    is_searchable = True
    search_fields = ("code", "venue")
    filterset_class = GroupsFilterSet
    table_classname = "listing board-list"
    permission_policy = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to who works for no centre."""
        self.centre_count = Centre.objects.for_staff(request.user).count()  # type: ignore[arg-type]
        if not self.centre_count:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Run]:
        """Return published runs that have not ended, and ended ones in which somebody has no result yet."""
        open_rows = Enrolment.objects.filter(run=OuterRef("pk"), state__in=HOLDS_PLACE & ACTIVE)
        runs = Run.objects.for_staff(self.request.user).filter(state=Run.State.OPEN)
        return runs.filter(Q(ends_on__gte=clock.today()) | Exists(open_rows)).select_related("course", "centre")

    @cached_property
    def header_buttons(self) -> list[Any]:
        """No button: groups are planned under Courses."""
        return []

    @cached_property
    def columns(self) -> list[Column]:
        """Leave out the centre where there is only one."""
        centre = Column("centre", label=pgettext_lazy("staff", "Centre"), accessor="centre.name")
        return [
            GroupColumn("code", label=pgettext_lazy("staff", "Group"), url_name="board:run"),
            *([centre] if self.centre_count != 1 else []),
            *(
                StandingColumn(name, label=label, sort_key=sort_key, accessor=self.standing_of)
                for name, label, sort_key in (
                    ("dates", pgettext_lazy("staff", "Dates"), "starts_on"),
                    ("places", pgettext_lazy("staff", "Places"), None),
                    ("queue", pgettext_lazy("staff", "Waiting list"), None),
                    ("next_session", pgettext_lazy("staff", "Next session"), None),
                    ("attention", pgettext_lazy("staff", "Attention"), None),
                )
            ),
        ]

    def standing_of(self, run: Run) -> Standing:
        """Return how a run of the page stands."""
        return self.standings[run.pk]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Gather how the runs of the page stand."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        self.standings = standings(context["object_list"])
        return context
