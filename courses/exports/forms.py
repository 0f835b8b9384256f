"""What is asked before a list of people leaves, beside what for: which columns, or which days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from courses.exports.columns import GROUPS, WITHOUT_NAMES, Column
from portal.directory.models import Centre
from portal.exports.forms import ExportForm
from portal.fields import CheckboxColumns


class ListForm(ExportForm):
    """Also says which columns a list has."""

    def chosen(self) -> list[Column]:
        """Return the columns of the list, in their order."""
        raise NotImplementedError


class PeopleExportForm(ListForm):
    """A list with names: columns are chosen, those with contact data only by a tick of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = dict(zip(("case", "person", "contact"), GROUPS, strict=True))
        for name, (label, columns) in self.groups.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=str(label),
                choices=[(column.code, column.label) for column in columns],
                initial=[column.code for column in columns if column.is_ticked],
                required=False,
                widget=CheckboxColumns,
            )
        self.order_fields([*self.groups, "reason", "format"])

    def clean(self) -> dict[str, Any]:
        """Refuse a list without columns."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(name) for name in self.groups):
            raise ValidationError(pgettext("staff", "Tick at least one column."))
        return cleaned

    def chosen(self) -> list[Column]:
        """Return the ticked columns."""
        ticked = {code for name in self.groups for code in self.cleaned_data[name]}
        return [column for _label, columns in self.groups.values() for column in columns if column.code in ticked]


class PseudonymsForm(ListForm):
    """A list without names: of which days, of which centres."""

    first_day = forms.DateField(label=pgettext_lazy("staff", "Received from"), required=False, widget=AdminDateInput)
    last_day = forms.DateField(label=pgettext_lazy("staff", "Received until"), required=False, widget=AdminDateInput)
    centre = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("staff", "Centres"),
        queryset=Centre.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=pgettext_lazy("staff", "None ticked: all of yours."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centres = list(Centre.objects.for_reports(user))
        if len(self.centres) < 2:
            del self.fields["centre"]  # nothing to choose
        else:
            self.fields["centre"].queryset = Centre.objects.for_reports(user)  # type: ignore[attr-defined]
        self.order_fields(["first_day", "last_day", "centre", "reason", "format"])

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", pgettext("staff", "This is before the first day."))
        return cleaned

    def chosen(self) -> list[Column]:
        """Return the columns of a list without names: always the same."""
        return list(WITHOUT_NAMES)
