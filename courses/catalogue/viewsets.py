"""Courses and their runs in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import npgettext, pgettext, pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup

from courses.catalogue.models import Course, Run
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


class RunForm(WagtailAdminModelForm):
    """A run. Its places can't become fewer than the ones that people hold."""

    def clean_capacity(self) -> int:
        """Refuse a number below the highest place that somebody holds."""
        capacity: int = self.cleaned_data["capacity"]
        if self.instance.pk:
            held = self.instance.enrolments.holding().order_by("-place").values_list("place", flat=True).first()
            if held and capacity < held:
                sentence = pgettext("staff", "Somebody holds place %(place)s: the group can't be smaller than that.")
                raise forms.ValidationError(sentence % {"place": held})
        return capacity


class PlacesColumn(Column):
    """Places taken of all, and how many wait."""

    def get_value(self, instance: Any) -> SafeString:
        """Return the places as ``taken / all``, and the length of the queue where there is one."""
        places = format_html('<bdi dir="ltr">{} / {}</bdi>', instance.places_taken, instance.capacity)
        if not instance.queue_length:
            return places
        waiting = npgettext("staff", "%(count)s waiting", "%(count)s waiting", instance.queue_length)
        return format_html("{}<br><small>{}</small>", places, waiting % {"count": instance.queue_length})


class _RunIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Run]:
        return Run.objects.select_related("course", "centre").with_places()


class RunViewSet(RowViewSet):
    """Runs with their meetings."""

    model = Run
    name = "runs"
    icon = "calendar-alt"
    index_view_class = _RunIndexView
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
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("state")]),
            FieldRowPanel([FieldPanel("course"), FieldPanel("centre"), FieldPanel("project")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                    FieldRowPanel([FieldPanel("time_of_day"), FieldPanel("mode")]),
                    FieldPanel("venue"),
                ],
                heading=pgettext_lazy("staff", "When and where"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("audience"), FieldPanel("childcare")]),
                    FieldPanel("teaching_languages"),
                ],
                heading=pgettext_lazy("staff", "For whom"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("capacity"), FieldPanel("minimum"), FieldPanel("offer_hours")]),
                    FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
                    FieldPanel("last_entry_on"),
                ],
                heading=pgettext_lazy("staff", "Places and enrolment"),
            ),
            InlinePanel(
                "sessions",
                heading=pgettext_lazy("staff", "Sessions"),
                label=pgettext_lazy("staff", "Session"),
                panels=[
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    FieldRowPanel([FieldPanel("room"), FieldPanel("trainer"), FieldPanel("is_cancelled")]),
                ],
            ),
        ],
        base_form_class=RunForm,
    )


class CoursesGroup(ModelViewSetGroup):
    """What can be joined."""

    menu_label = pgettext_lazy("staff", "Courses")
    menu_icon = "openquote"
    menu_order = 150
    items: Any = (RunViewSet, CourseViewSet)
