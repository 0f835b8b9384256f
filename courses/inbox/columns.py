"""The columns of the inbox. Cells are put together in Python: four hundred templates would take as long as all else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_user_display_name

from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.enrolment.states import State
from courses.inbox.labels import STATES, course_label
from portal import languages
from portal.phones import format_phone
from portal.templatetags.portal_tags import local_date, local_time


def icon(name: str, title: object = "") -> SafeString:
    """Return an icon of Wagtail's, with a title for who can't see it, or hidden from them."""
    drawing = format_html(
        '<svg class="icon icon-{name}" aria-hidden="true"><use href="#icon-{name}"></use></svg>', name=name
    )
    return format_html('{}<span class="w-sr-only">{}</span>', drawing, title) if title else drawing


def moment(at: Any, text: object) -> SafeString:
    """Return a text about a moment, which says day and time in Romania when it is pointed at."""
    when = pgettext("staff", "%(day)s, %(time)s") % {"day": local_date(at, "weekday"), "time": local_time(at)}
    return format_html('<time datetime="{}" title="{}" dir="auto">{}</time>', at.isoformat(), when, text)


class Cell(Column):
    """A column whose cells are what :meth:`get_value` returns."""

    def __init__(self, name: str, *, label: Any, sort_key: str | None = None, is_default: bool = True) -> None:
        super().__init__(name, label=label, sort_key=sort_key, classname=f"inbox-list__{name}")
        self.is_default = is_default

    def render_cell_html(self, instance: Enrolment, parent_context: Any) -> SafeString:
        """Return the whole cell."""
        return format_html('<td class="{}">{}</td>', self.classname, self.get_value(instance))


class DueCell(Cell):
    """How long there is until the next step is due: words, colour and icon. The row carries ``due``."""

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return it, or a dash where nothing is promised."""
        due = instance.due  # type: ignore[attr-defined]
        if due is None:
            return _nothing(pgettext("staff", "Nothing is promised"))
        return format_html(
            '<span class="inbox-due inbox-due--{}">{} {}</span>', due.tone, icon(due.icon), moment(due.at, due.text)
        )


class PersonCell(Cell):
    """The name as written, which leads to the enrolment; below it the name in Latin letters and the reference.

    The row carries ``url``, and as ``looking`` the names of who has it open.
    """

    def render_cell_html(self, instance: Enrolment, parent_context: Any) -> SafeString:
        """Return the cell as Wagtail's own title cells are."""
        return format_html('<td class="{} title">{}</td>', self.classname, self.get_value(instance))

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return names, reference, and who is looking."""
        person = instance.person
        latin = format_html("<bdi>{}</bdi> · ", person.latin_name) if person.latin_name else ""
        return format_html(
            '<div class="title-wrapper"><a href="{}" data-queue-link><bdi lang="{}">{}</bdi></a></div>'
            '<small class="inbox-list__more">{}<bdi dir="ltr">{}</bdi></small>{}',
            instance.url,  # type: ignore[attr-defined]
            person.language,
            person.name,
            latin,
            format_reference(instance.reference),
            _who_is_looking(instance.looking),  # type: ignore[attr-defined]
        )


class CourseCell(Cell):
    """The course, and the code of its run, or where a course is wanted."""

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return course and run."""
        if instance.run is not None:
            more = format_html('<bdi dir="ltr">{}</bdi>', instance.run.code)
        else:
            county = instance.county.name if instance.county else ""
            more = format_html("{}", pgettext("staff", "wanted in %(county)s") % {"county": county})
        return format_html('{}<small class="inbox-list__more">{}</small>', course_label(instance.course), more)


class CentreCell(Cell):
    """The centre's name."""

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return the name."""
        return format_html("{}", instance.centre.name)


class LanguageCell(Cell):
    """The person's language, by its own name."""

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return the native name, marked as being in that language."""
        language = languages.get_language(instance.person.language)
        return format_html('<bdi lang="{}">{}</bdi>', language.code, language.native)


class StateCell(Cell):
    """The state as a tag with a dot in its colour, and what is striking about this enrolment."""

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return the tag, then icons for an open task and for suspicion."""
        state = STATES[State(instance.state)]
        tag = format_html('<span class="w-status inbox-state inbox-state--{}">{}</span>', state.tone, state.name)
        if instance.has_open_task:  # type: ignore[attr-defined]
            tag += _flag("mobile-alt", pgettext("staff", "Something to do by phone"))
        if instance.suspicion:
            tag += _flag("warning", instance.get_suspicion_display(), "inbox-list__flag--doubt")
        return tag


class AssigneeCell(Cell):
    """Who looks after it; a dash where nobody does."""

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return the name."""
        if instance.assignee is None:
            return _nothing(pgettext("staff", "Nobody"))
        return format_html("<bdi>{}</bdi>", get_user_display_name(instance.assignee))


class DayCell(Cell):
    """A day, with its time when it is pointed at."""

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return the day in the reader's language."""
        at = getattr(instance, self.name)
        return moment(at, local_date(at, "medium"))


class PhoneCell(Cell):
    """The person's phone."""

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return the number as people in Romania write it."""
        phone = str(instance.person.phone or "")
        return format_html('<bdi dir="ltr">{}</bdi>', format_phone(phone)) if phone else _nothing("")


class ChoiceCell(Cell):
    """A coded answer, by its label."""

    def get_value(self, instance: Enrolment) -> SafeString:
        """Return the label in the language of staff."""
        return format_html("{}", getattr(instance, f"get_{self.name}_display")())


def _nothing(title: str) -> SafeString:
    return format_html('<span aria-hidden="true">–</span><span class="w-sr-only">{}</span>', title)


def _flag(name: str, title: str, classname: str = "") -> SafeString:
    return format_html('<span class="inbox-list__flag {}" title="{}">{}</span>', classname, title, icon(name, title))


def _who_is_looking(names: list[str]) -> SafeString:
    if not names:
        return SafeString("")
    text = pgettext("staff", "%(names)s is looking at this") % {"names": ", ".join(names)}
    return format_html('<small class="inbox-list__looking">{} {}</small>', icon("view"), text)


COLUMNS: tuple[Cell, ...] = (
    DueCell("due", label=pgettext_lazy("staff", "Due"), sort_key="due_at"),
    PersonCell("person", label=pgettext_lazy("staff", "Name"), sort_key="name"),
    CourseCell("course", label=pgettext_lazy("staff", "Course"), sort_key="course"),
    CentreCell("centre", label=pgettext_lazy("staff", "Centre")),
    LanguageCell("language", label=pgettext_lazy("staff", "Language")),
    StateCell("state", label=pgettext_lazy("staff", "State")),
    AssigneeCell("assignee", label=pgettext_lazy("staff", "Assignee")),
    DayCell("submitted_at", label=pgettext_lazy("staff", "Received"), sort_key="submitted_at"),
    DayCell("state_since", label=pgettext_lazy("staff", "State since"), sort_key="state_since", is_default=False),
    PhoneCell("phone", label=pgettext_lazy("staff", "Phone"), is_default=False),
    ChoiceCell("level", label=pgettext_lazy("staff", "Romanian so far"), is_default=False),
    ChoiceCell("source", label=pgettext_lazy("staff", "How it came"), is_default=False),
    ChoiceCell("priority", label=pgettext_lazy("staff", "Priority"), is_default=False),
)
ALWAYS = "person"
"""The column that leads to the enrolment can't be left out."""


def columns_for(chosen: Iterable[str], *, has_centres: bool) -> list[Cell]:
    """Return the columns of these names, or the usual ones where none is known; in their own order.

    ``has_centres`` says that there are several centres: otherwise that column is left out.
    """
    offered = [column for column in COLUMNS if has_centres or column.name != "centre"]
    names = set(chosen) & {column.name for column in offered}
    if not names:
        return [column for column in offered if column.is_default]
    return [column for column in offered if column.name in names or column.name == ALWAYS]
