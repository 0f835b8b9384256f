"""What somebody looks for when no group fits: first what and where, then who they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course
from courses.enrolment.forms.groups import Group, Plan, grouped
from courses.enrolment.forms.person import AGREEMENT, CONTACT, GUARDIAN, MORE, WHO, PersonForm
from courses.enrolment.forms.wording import NOT_A_CHOICE
from courses.enrolment.submissions import Submission
from portal.directory.models import Centre, County


class WantedForm(forms.Form):
    """Which course and where: a plain GET. Only then is it known who is responsible for what is written next."""

    course = forms.ChoiceField(
        label=_("What would you like to learn?"),
        error_messages={"required": _("Please choose what you would like to learn."), "invalid_choice": NOT_A_CHOICE},
    )
    county = forms.ChoiceField(
        label=_("County"),
        error_messages={"required": _("Please choose your county."), "invalid_choice": NOT_A_CHOICE},
    )

    def __init__(self, *args: Any, titles: dict[str, str], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        counties = [(county.code, county.name) for county in County.objects.all()]
        for name, options in (("course", list(titles.items())), ("county", counties)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Please choose")), *options]

    def clean(self) -> dict[str, Any]:
        """Find the centre that looks after the county."""
        data = super().clean() or self.cleaned_data
        if data.get("county"):
            data["centre"] = Centre.objects.active().serving(data["county"]).select_related("organisation").first()
            if data["centre"] is None:
                self.add_error("county", _("There is no centre for this county yet. Please call any of our centres."))
        return data


class InterestForm(PersonForm):
    """Who looks for a course in a county, and whether an online group will do."""

    accepts_online = forms.BooleanField(label=_("A group that meets online is fine too"), required=False, initial=True)

    def __init__(self, *args: Any, course: Course, county: County, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, course=course, organisation=lambda: centre.organisation, **kwargs)
        self.county = county
        self.order_fields([name for plan in self._plans() for name in plan.names])

    def submission(self) -> Submission:
        """Return the cleaned answers. Only for a valid form."""
        return replace(super().submission(), county=self.county.pk, accepts_online=self.cleaned_data["accepts_online"])

    @property
    def groups(self) -> list[Group]:
        """The visible fields in their groups, as the template shows them."""
        return grouped(self, self._plans())

    def _plans(self) -> list[Plan]:
        about = Plan(_("About the course"), ["accepts_online", "level", "needs_childcare"])
        return [WHO, GUARDIAN, CONTACT, about, MORE, AGREEMENT]
