"""Ticking rows of the inbox's list: the column, and the bar with what can be done with the ticked ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext
from wagtail.admin.ui.tables import Column

from courses.bulk.chosen import MOST
from courses.bulk.labels import LABELS, ActionLabel
from courses.enrolment.models import Enrolment

FORM = "bulk-form"
"""The form's id: the boxes stand outside of it, in the table."""


class SelectColumn(Column):
    """A box for each row. Rows carry ``person``. The box in the head ticks the page; a script shows it."""

    def __init__(self) -> None:
        super().__init__("select", label="")

    def render_header_html(self, parent_context: Any) -> SafeString:
        """Return the head of the column, as Wagtail's own looks."""
        return format_html(
            '<th class="bulk-actions-filter-checkbox bulk-select" aria-label="{title}">'
            '<input type="checkbox" data-bulk-page aria-label="{label}" hidden></th>',
            title=pgettext("staff", "Selection"),
            label=pgettext("staff", "Select all on this page"),
        )

    def render_cell_html(self, instance: Enrolment, parent_context: Any) -> SafeString:
        """Return the cell: a box that is sent with the bar's form."""
        return format_html(
            '<td class="bulk-action-checkbox-cell bulk-select">'
            '<input type="checkbox" name="id" value="{pk}" form="{form}" data-bulk-row aria-label="{label}"></td>',
            pk=instance.pk,
            form=FORM,
            label=pgettext("staff", "Select: %(name)s") % {"name": instance.person.name},
        )


@dataclass(frozen=True)
class Bar:
    """What stands below the list. ``count`` is how many the list holds on all its pages."""

    count: int
    on_page: int
    seen: int
    list_query: str
    most: int = MOST
    form: str = FORM
    actions: list[ActionLabel] = field(default_factory=lambda: list(LABELS.values()))

    @property
    def has_others(self) -> bool:
        """Whether there are more than this page shows."""
        return self.count > self.on_page

    @property
    def is_too_long(self) -> bool:
        """Whether the list holds more than can be done at once."""
        return self.count > self.most
