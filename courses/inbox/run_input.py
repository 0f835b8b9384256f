"""Choosing a run by its code, out of more than a list of radio buttons can hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from courses.catalogue.models import Run
from portal import clock
from portal.directory.models import Centre


class RunInput(forms.TextInput):
    """A text field that suggests the runs of these centres that have not ended yet; any other code can be typed."""

    def __init__(self, centres: Sequence[Centre]) -> None:
        super().__init__(attrs={"dir": "ltr", "autocomplete": "off"})
        self.centres = centres

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the field with its suggestions. One query."""
        suggestions = f"{(attrs or {}).get('id', name)}_codes"
        field = super().render(name, value, {**(attrs or {}), "list": suggestions}, renderer)
        runs = Run.objects.filter(centre__in=self.centres).underway(clock.today()).order_by("code")
        options = format_html_join("", '<option value="{}"></option>', runs.values_list("code"))
        return format_html('{}<datalist id="{}">{}</datalist>', field, suggestions, options)
