"""The form of a run."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Run
from courses.enrolment.codes import Reason
from courses.enrolment.forms.groups import Group, Plan, grouped
from courses.enrolment.forms.person import AGREEMENT, CONTACT, GUARDIAN, MORE, WHO, PersonForm
from portal import clock

OLDEST_CHILD = 18
"""The age reached in this year up to which somebody belongs into a group of children."""


class EnrolmentForm(PersonForm):
    """What somebody must tell us to get a place, and little else.

    What doesn't fit the group is no error: the form is shown once more with the reasons (``misfits``), and is
    taken when it is sent again. Staff decide.
    """

    knows_mismatch = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, run: Run, **kwargs: Any) -> None:
        super().__init__(*args, course=run.course, organisation=lambda: run.organisation, **kwargs)
        self.run = run
        self.misfits: list[str] = []
        if run.audience == Run.Audience.CHILDREN:
            self.ask_for_a_child()
        if not run.childcare:
            del self.fields["needs_childcare"]
        self.order_fields([name for plan in self._plans() for name in plan.names])

    def clean(self) -> dict[str, Any]:
        """Find what doesn't fit the group, unless the person has been told already."""
        data = super().clean()
        if not data.get("knows_mismatch"):
            self.misfits = self._find_misfits()
        if self.misfits:
            answers: Any = copy.copy(self.data)
            answers[self.add_prefix("knows_mismatch")] = "1"
            self.data = answers
        return data

    def _find_misfits(self) -> list[str]:
        data = self.cleaned_data
        found = []
        if not self.run.fits_status(data.get("status") or ""):
            found.append(str(Reason.NOT_ELIGIBLE.label))
        year = data.get("birth_year")
        if self.run.audience == Run.Audience.CHILDREN and year and clock.today().year - year > OLDEST_CHILD:
            found.append(
                str(_("This group is for children. Please write the name and the year of birth of the child."))
            )
        return found

    @property
    def groups(self) -> list[Group]:
        """The visible fields in their groups, as the template shows them."""
        return grouped(self, self._plans())

    def _plans(self) -> list[Plan]:
        if self.run.audience == Run.Audience.CHILDREN:
            who = Plan(WHO.legend, ["name", "birth_year", "guardian_name"])
            contact = Plan(_("How do we reach the parent or guardian?"), CONTACT.names, CONTACT.help)
            return [who, contact, *self._about(), MORE, AGREEMENT]
        return [WHO, GUARDIAN, CONTACT, *self._about(), MORE, AGREEMENT]

    def _about(self) -> list[Plan]:
        """Where only some may join, the status is asked in sight: it says early whether another group fits."""
        names = ["level", "needs_childcare"]
        return [Plan(_("About the course"), ["status", *names] if self.run.eligible_statuses else names)]
