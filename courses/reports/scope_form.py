"""The form above every report: which period, centres and project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Run
from courses.reports.scope import Period, Scope
from portal.directory.models import Centre, Project

EARLIEST, LATEST = "2000-01-01", "2100-12-31"


class _Day(forms.DateField):
    def __init__(self, label: Any) -> None:
        attrs = {"type": "date", "min": EARLIEST, "max": LATEST}
        super().__init__(
            label=label,
            input_formats=["%Y-%m-%d", "%d.%m.%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs),
            error_messages={"invalid": pgettext_lazy("staff", "Write the day like 31.12.2026.")},
        )


class ScopeForm(forms.Form):
    """Period, centres and project. Without centres: all whose figures the user may see."""

    first_day = _Day(pgettext_lazy("staff", "From"))
    last_day = _Day(pgettext_lazy("staff", "To"))
    project = forms.ModelChoiceField(
        label=pgettext_lazy("staff", "Project"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=pgettext_lazy("staff", "With or without a project"),
    )
    centre = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("staff", "Centres"),
        queryset=Centre.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=pgettext_lazy("staff", "None ticked: all of them."),
    )

    def __init__(self, data: QueryDict, *, centres: QuerySet[Centre], default: Period) -> None:
        asked = data.copy()
        if not asked.get("first_day") and not asked.get("last_day"):
            asked["first_day"], asked["last_day"] = default.first_day.isoformat(), default.last_day.isoformat()
        super().__init__(asked)
        self.own_centres = list(centres)
        projects = Run.objects.filter(centre__in=self.own_centres).exclude(project=None).values("project")
        self.fields["project"].queryset = Project.objects.filter(pk__in=projects)  # type: ignore[attr-defined]
        self.fields["centre"].queryset = centres  # type: ignore[attr-defined]
        if len(self.own_centres) < 2:
            del self.fields["centre"]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, and years that are a slip of the keyboard."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        for name in ("first_day", "last_day"):
            if data.get(name) and not EARLIEST <= data[name].isoformat() <= LATEST:
                self.add_error(name, pgettext_lazy("staff", "Choose a day between 2000 and 2100."))
        if first and last and last < first:
            self.add_error("last_day", pgettext_lazy("staff", "The period ends before it begins."))
        return data

    @property
    def scope(self) -> Scope:
        """What a valid form asks for."""
        chosen = self.cleaned_data.get("centre") or self.own_centres
        project = self.cleaned_data["project"]
        period = Period(self.cleaned_data["first_day"], self.cleaned_data["last_day"])
        return Scope(period, tuple(centre.pk for centre in chosen), project.pk if project else None)

    def query(self, period: Period | None = None, **more: str) -> str:
        """Return the valid form's choices as a query string, for another period if one is given."""
        period = period or self.scope.period
        project = self.cleaned_data["project"]
        pairs: list[tuple[str, Any]] = [("first_day", period.first_day), ("last_day", period.last_day)]
        pairs += [("project", project.pk)] if project else []
        pairs += [("centre", centre.pk) for centre in self.cleaned_data.get("centre", ())]
        return urlencode([*pairs, *more.items()])
