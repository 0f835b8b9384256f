"""The form of a run: short when one is made, and careful when people are in it already."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from courses.catalogue.models import Run
from courses.catalogue.run_codes import propose_code
from courses.enrolment.models import Enrolment
from courses.enrolment.states import ACTIVE
from portal import clock
from portal.directory.models import Centre

USUAL_LENGTH = dt.timedelta(weeks=12)
"""How long a new run lasts until its sessions are planned."""
_MOVED_ELSEWHERE = pgettext_lazy("staff", "People have enrolled: use “Move the group”, which tells them.")


class RunForm(WagtailAdminModelForm):
    """A run. What people must be told of is changed where they are told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limit_centres()
        if self.instance.pk is None:
            self._prepare_new()
        else:
            self._protect_people()

    def _limit_centres(self) -> None:
        field = cast(forms.ModelChoiceField, self.fields["centre"])
        if self.for_user is not None and not self.for_user.has_perm("courses.change_course"):
            field.queryset = Centre.objects.for_staff(self.for_user)
        if self.instance.pk is None:
            own = list(field.queryset[:2]) if field.queryset is not None else []
            field.initial = own[0].pk if len(own) == 1 else None

    def _prepare_new(self) -> None:
        for name in ("code", "ends_on", "time_of_day", "opens_on"):
            self.fields[name].required = False
        self.fields["opens_on"].initial = clock.today()
        self.fields["code"].help_text = pgettext("staff", "Empty: made of centre, course and month.")
        self.fields["ends_on"].help_text = pgettext("staff", "Empty: it follows from the sessions.")
        self.fields["time_of_day"].help_text = pgettext("staff", "Empty: it follows from the sessions.")
        self._offer_states(Run.State.DRAFT, Run.State.OPEN)

    def _protect_people(self) -> None:
        run = self.instance
        has_enrolments = run.enrolments.exists()
        if run.state == Run.State.CANCELLED:
            self._offer_states(Run.State.CANCELLED)
        elif has_enrolments and run.state == Run.State.OPEN:
            self._offer_states(Run.State.OPEN)
        else:
            self._offer_states(Run.State.DRAFT, Run.State.OPEN)
        if has_enrolments:
            self.fields["course"].disabled = self.fields["centre"].disabled = True
        if Enrolment.objects.filter(run=run, state__in=ACTIVE).exists():
            for name in ("starts_on", "venue"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _MOVED_ELSEWHERE

    def _offer_states(self, *states: Run.State) -> None:
        field = cast(forms.ChoiceField, self.fields["state"])
        field.choices = [(state.value, state.label) for state in states]
        field.disabled = len(states) == 1

    def clean(self) -> dict[str, Any]:
        """Fill in what a new run needn't say; refuse numbers and days that contradict each other."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            self._fill_in(data)
        capacity, minimum = data.get("capacity"), data.get("minimum")
        if capacity and minimum and minimum > capacity:
            self.add_error("minimum", pgettext("staff", "The minimum can't be more than the places."))
        starts_on, ends_on, last_entry_on = data.get("starts_on"), data.get("ends_on"), data.get("last_entry_on")
        if starts_on and ends_on and last_entry_on and not starts_on <= last_entry_on <= ends_on:
            self.add_error("last_entry_on", pgettext("staff", "The last day to enter lies between start and end."))
        if starts_on and data.get("minimum_by") and data["minimum_by"] > starts_on:
            self.add_error("minimum_by", pgettext("staff", "The minimum is looked at before the start."))
        return data

    def _fill_in(self, data: dict[str, Any]) -> None:
        starts_on = data.get("starts_on")
        data["opens_on"] = data.get("opens_on") or clock.today()
        data["time_of_day"] = data.get("time_of_day") or Run.TimeOfDay.EVENING
        if starts_on and not data.get("ends_on") and "ends_on" not in self.errors:
            data["ends_on"] = starts_on + USUAL_LENGTH
        if starts_on and not data.get("code") and data.get("centre") and data.get("course"):
            data["code"] = propose_code(data["centre"], data["course"], starts_on)


def _folded(heading: Any, *children: Any) -> MultiFieldPanel:
    return MultiFieldPanel([*children], heading=heading, classname="collapsed")


RUN_PANELS = ObjectList(
    [
        FieldRowPanel([FieldPanel("course"), FieldPanel("centre")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("capacity"), FieldPanel("minimum")]),
        FieldPanel("state"),
        _folded(
            pgettext_lazy("staff", "When and where"),
            FieldRowPanel([FieldPanel("ends_on"), FieldPanel("time_of_day"), FieldPanel("mode")]),
            FieldPanel("venue"),
        ),
        _folded(
            pgettext_lazy("staff", "For whom"),
            FieldPanel("project"),
            FieldRowPanel([FieldPanel("audience"), FieldPanel("childcare")]),
            FieldPanel("teaching_languages"),
        ),
        _folded(
            pgettext_lazy("staff", "Enrolment"),
            FieldRowPanel([FieldPanel("rule"), FieldPanel("offer_hours")]),
            FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on"), FieldPanel("last_entry_on")]),
            FieldPanel("priority_groups"),
        ),
        _folded(
            pgettext_lazy("staff", "Minimum and reminders"),
            FieldRowPanel([FieldPanel("below_minimum"), FieldPanel("minimum_by")]),
            FieldPanel("reminds_before_sessions"),
            FieldPanel("code"),
        ),
    ],
    base_form_class=RunForm,
)
