"""The course finder's form: every choice is a code in the address, so that a result can be shared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CefrLevel, Course, Run
from portal.directory.models import County
from portal.widgets import QuickSelect


class FinderForm(forms.Form):
    """What somebody may choose. A value that doesn't exist is ignored, never an error."""

    kind = forms.ChoiceField(label=_("What would you like to learn?"), required=False, widget=QuickSelect)
    level = forms.ChoiceField(label=_("Level of Romanian"), required=False, widget=QuickSelect)
    county = forms.ChoiceField(label=_("County"), required=False, widget=QuickSelect)
    mode = forms.ChoiceField(label=_("Where"), required=False, widget=QuickSelect)
    time_of_day = forms.ChoiceField(label=_("Time of day"), required=False, widget=QuickSelect)
    women_only = forms.BooleanField(label=_("Groups for women only"), required=False)
    childcare = forms.BooleanField(label=_("With childcare"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="find_%s")
        anything = ("", _("Any"))
        counties = County.objects.values_list("code", "name")
        choices: dict[str, list[Any]] = {
            "kind": [anything, *Course.Kind.choices],
            "level": [anything, *CefrLevel.choices],
            "county": [("", _("Whole country")), *counties],
            "mode": [anything, *Run.Mode.choices],
            "time_of_day": [anything, *Run.TimeOfDay.choices],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options

    def choices(self) -> dict[str, Any]:
        """Return the valid choices, as :meth:`RunQuerySet.matching` takes them."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen at all."""
        return bool(self.choices())

    def carried(self) -> dict[str, str]:
        """Return the choices as an address has them."""
        return {name: "on" if value is True else str(value) for name, value in self.choices().items()}
