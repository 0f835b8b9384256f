"""Which county do you live in? A plain GET, so that the answer is an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Centre, County
from portal.widgets import QuickSelect


class CountyForm(forms.Form):
    """The county that somebody lives in. A value that doesn't exist is ignored, never an error."""

    county = forms.ChoiceField(label=_("Which county do you live in?"), required=False, widget=QuickSelect)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="my_%s")
        self.counties = list(County.objects.only("code", "name", "sort_key"))
        field = self.fields["county"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Please choose")), *((county.code, county.name) for county in self.counties)]

    @property
    def chosen(self) -> County | None:
        """The chosen county."""
        code = self.cleaned_data.get("county") if self.is_valid() else None
        return next((county for county in self.counties if county.code == code), None)

    def serving(self) -> list[int]:
        """Return the centres that people of the chosen county can turn to, by id: the one in it first."""
        if self.chosen is None:
            return []
        return list(Centre.objects.active().serving(self.chosen.code).values_list("pk", flat=True))
