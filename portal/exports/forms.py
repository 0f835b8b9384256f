"""What is asked before anything leaves: what for, and which kind of file."""

from __future__ import annotations

from django import forms
from django.utils.translation import pgettext_lazy

XLSX, CSV = "xlsx", "csv"
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
        choices=[
            (XLSX, pgettext_lazy("staff", "Excel (.xlsx)")),
            (CSV, pgettext_lazy("staff", "CSV, for other programs")),
        ],
        initial=XLSX,
        widget=forms.RadioSelect,
    )
