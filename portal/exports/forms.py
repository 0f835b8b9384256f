"""What is asked before anything leaves: what for, and which kind of file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.utils.translation import pgettext_lazy

XLSX, CSV, JSON = "xlsx", "csv", "json"
KINDS = {
    XLSX: pgettext_lazy("staff", "Excel (.xlsx)"),
    CSV: pgettext_lazy("staff", "CSV, for other programs"),
    JSON: pgettext_lazy("staff", "JSON, for other programs"),
}
SHORTEST = 5
"""A reason of fewer characters is none."""


class ExportForm(forms.Form):
    """The reason and the kind of file."""

    reason = forms.CharField(
        label=pgettext_lazy("staff", "What is this list for?"),
        help_text=pgettext_lazy("staff", "It is kept in the log, with your name, the columns and how many rows."),
        min_length=SHORTEST,
        max_length=200,
    )
    format = forms.ChoiceField(
        label=pgettext_lazy("staff", "Kind of file"),
        initial=XLSX,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, kinds: Collection[str] = (XLSX, CSV), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["format"]).choices = [(kind, KINDS[kind]) for kind in kinds]
