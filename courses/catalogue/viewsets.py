"""Courses and their runs in the admin."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import npgettext, pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup

from courses.catalogue.models import Course, Run
from courses.catalogue.planning_views import CopyRunView, PlanView
from courses.catalogue.run_changes import CancelRunView, MoveRunView, PublishRunView
from courses.catalogue.run_forms import RUN_PANELS
from courses.catalogue.run_views import (
    RunCreateView,
    RunDeleteView,
    RunEditView,
    RunHistoryView,
    RunIndexView,
    RunUsageView,
)
from courses.catalogue.session_views import CancelSessionView, SessionsView, SessionView
from portal.rows import RowViewSet


class CourseViewSet(RowViewSet):
    """Courses. Their prose is the course page."""

    model = Course
    name = "courses"
    icon = "openquote"
    list_display = ("code", "kind", "level", "hours", "completion_percent")
    list_filter = ("kind", "level")
    search_fields = ("code",)
    panels = (
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("level")]),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("completion_percent")]),
    )


class PlacesColumn(Column):
    """Places taken of all, and how many wait."""

    def get_value(self, instance: Any) -> SafeString:
        """Return the places as ``taken / all``, and the length of the queue where there is one."""
        places = format_html('<bdi dir="ltr">{} / {}</bdi>', instance.places_taken, instance.capacity)
        if not instance.queue_length:
            return places
        waiting = npgettext("staff", "%(count)s waiting", "%(count)s waiting", instance.queue_length)
        return format_html("{}<br><small>{}</small>", places, waiting % {"count": instance.queue_length})


class RunViewSet(RowViewSet):
    """Runs with their meetings."""

    model = Run
    name = "runs"
    icon = "calendar-alt"
    index_view_class = RunIndexView
    add_view_class = RunCreateView
    edit_view_class = RunEditView
    delete_view_class = RunDeleteView
    history_view_class = RunHistoryView
    usage_view_class = RunUsageView
    copy_view_enabled = True
    ordering = "-starts_on"
    list_display = (
        "code",
        Column("course", label=pgettext_lazy("staff", "Course"), accessor="course.code", sort_key="course__code"),
        Column("centre", label=pgettext_lazy("staff", "Centre"), accessor="centre.name", sort_key="centre__name"),
        "starts_on",
        "ends_on",
        PlacesColumn("places", label=pgettext_lazy("staff", "Places taken")),
        Column("places_left", label=pgettext_lazy("staff", "Left")),
        StatusTagColumn(
            "state",
            label=pgettext_lazy("staff", "State"),
            accessor="get_state_display",
            sort_key="state",
            primary=lambda run: run.state == Run.State.OPEN,
        ),
    )
    list_filter = ("centre", "course", "state")
    search_fields = ("code", "venue", "centre__name", "centre__city")
    edit_handler = RUN_PANELS

    @property
    def copy_view(self) -> Any:
        """A copy asks for its first day, not for everything once more."""
        return CopyRunView.as_view()

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the pages of planning."""
        return [
            *super().get_urlpatterns(),
            path("plan/<int:pk>/", PlanView.as_view(), name="plan"),
            path("sessions/<int:pk>/", SessionsView.as_view(), name="sessions"),
            path("move/<int:pk>/", MoveRunView.as_view(), name="move"),
            path("cancel/<int:pk>/", CancelRunView.as_view(), name="cancel"),
            path("publish/<int:pk>/", PublishRunView.as_view(), name="publish"),
            path("session/<int:pk>/", SessionView.as_view(), name="session"),
            path("session/<int:pk>/cancel/", CancelSessionView.as_view(), name="cancel_session"),
        ]


class CoursesGroup(ModelViewSetGroup):
    """What can be joined."""

    menu_label = pgettext_lazy("staff", "Courses")
    menu_icon = "openquote"
    menu_order = 150
    items: Any = (RunViewSet, CourseViewSet)
