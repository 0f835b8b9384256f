"""The columns of the inbox."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.enrolment.states import State
from courses.inbox.labels import STATES, course_label
from portal import languages


class ReferenceColumn(TitleColumn):
    """The reference in groups of three, leading to the enrolment."""

    class Media:
        css = {"all": ["css/inbox.css"]}  # noqa: RUF012 - Django's own way

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return the reference, readable from left to right in every language."""
        return format_html('<bdi dir="ltr">{}</bdi>', format_reference(instance.reference))


class PersonColumn(Column):
    """The name as written, and in Latin letters where that helps."""

    cell_template_name = "inbox/cells/person.html"


class CourseColumn(Column):
    """The course, and the code of its run."""

    cell_template_name = "inbox/cells/course.html"

    def get_cell_context_data(self, instance: Enrolment, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the course's name."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "course_label": course_label(instance.course)}


class LanguageColumn(Column):
    """The person's language, by its own name."""

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return the native name, marked as being in that language."""
        language = languages.get_language(instance.person.language)
        return format_html('<bdi lang="{}">{}</bdi>', language.code, language.native)


class StateColumn(Column):
    """The state as a tag with a dot in its colour, and what is striking about this enrolment."""

    cell_template_name = "inbox/cells/state.html"

    def get_cell_context_data(self, instance: Enrolment, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the state's name and colour."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "state": STATES[State(instance.state)]}


class AssigneeColumn(Column):
    """Who looks after it."""

    cell_template_name = "inbox/cells/assignee.html"


COLUMNS: list[Column] = [
    ReferenceColumn(
        "reference",
        label=pgettext_lazy("staff", "Reference"),
        url_name="inbox:enrolment",
        classname="inbox-list__reference",
    ),
    PersonColumn(
        "person",
        label=pgettext_lazy("staff", "Name"),
        sort_key="person__search_name",
        classname="inbox-list__person",
    ),
    CourseColumn("course", label=pgettext_lazy("staff", "Course"), classname="inbox-list__course"),
    Column("centre", label=pgettext_lazy("staff", "Centre"), accessor="centre.name", classname="inbox-list__centre"),
    LanguageColumn(
        "language",
        label=pgettext_lazy("staff", "Language"),
        sort_key="person__language",
        classname="inbox-list__language",
    ),
    StateColumn("state", label=pgettext_lazy("staff", "State"), classname="inbox-list__state"),
    DateColumn(
        "submitted_at",
        label=pgettext_lazy("staff", "Received"),
        sort_key="submitted_at",
        classname="inbox-list__received",
    ),
    AssigneeColumn("assignee", label=pgettext_lazy("staff", "Assignee"), classname="inbox-list__assignee"),
]
