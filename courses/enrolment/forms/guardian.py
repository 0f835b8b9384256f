"""Learners under 16: who answers for them, and agrees in their place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enrolment.forms.wording import NAME_LENGTH, TOO_LONG
from portal import clock
from portal.phones import PhoneField

CONSENT_AGE = 16
"""From this age on people agree for themselves: GDPR art. 8(1), from which Romania did not depart."""


def may_be_under_consent_age(birth_year: int | None) -> bool:
    """Whether somebody born in this year may still need a guardian's agreement; only the year is known.

    In the year in which they turn 16 they may be 15 yet.
    """
    return birth_year is not None and clock.today().year - birth_year <= CONSENT_AGE


class GuardianFields(forms.Form):
    """A parent or guardian: asked when a box or the year of birth says that the learner may be under 16.

    Whoever begins to write a guardian finishes. :meth:`ask_for_a_child` makes it the form of a child.
    """

    is_child = forms.BooleanField(label=_("The learner is under 16"), required=False)
    guardian_name = forms.CharField(
        label=_("Name of the parent or guardian"),
        required=False,
        max_length=NAME_LENGTH,
        error_messages={"max_length": TOO_LONG, "required": _("Please write the name of a parent or guardian.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "maxlength": None}),
    )
    guardian_phone = PhoneField(
        label=_("Phone of the parent or guardian"),
        required=False,
        max_length=40,
        error_messages={"max_length": TOO_LONG},
    )
    guardian_email = forms.EmailField(
        label=_("E-mail of the parent or guardian"),
        required=False,
        max_length=254,
        error_messages={"max_length": TOO_LONG},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    guardian_names = ("is_child", "guardian_name", "guardian_phone", "guardian_email")

    def ask_for_a_child(self) -> None:
        """Ask what a group of children needs: the year of birth, and a guardian whose phone or e-mail is the form's."""
        for name in ("is_child", "guardian_phone", "guardian_email"):
            del self.fields[name]
        for name in ("birth_year", "guardian_name"):
            self.fields[name].required = True

    @property
    def is_for_a_child(self) -> bool:
        """Whether a guardian must be named. Only once the fields are cleaned."""
        data = self.cleaned_data
        return (
            "is_child" not in self.fields
            or any(data.get(name) for name in self.guardian_names)
            or may_be_under_consent_age(data.get("birth_year"))
        )

    def clean_guardian(self) -> None:
        """Ask for the guardian's name and one way to reach them; who left their own contact out is reached there."""
        data = self.cleaned_data
        if "is_child" not in self.fields:
            # The form has one contact, which is the guardian's.
            data["guardian_phone"], data["guardian_email"] = data.get("phone", ""), data.get("email", "")
            return
        if not self.is_for_a_child:
            return
        if not data.get("guardian_name") and "guardian_name" not in self.errors:
            self.add_error("guardian_name", self.fields["guardian_name"].error_messages["required"])
        has_contact = data.get("guardian_phone") or data.get("guardian_email")
        if not has_contact and not {"guardian_phone", "guardian_email"} & set(self.errors):
            self.add_error("guardian_phone", _("Please write a phone number or an e-mail address of the guardian."))
        if has_contact and not any(data.get(name) or name in self.errors for name in ("phone", "email")):
            data["phone"], data["email"] = data.get("guardian_phone", ""), data.get("guardian_email", "")

    def guardian(self) -> dict[str, Any]:
        """Return the guardian's answers for the submission, empty where there is none. Only for a valid form."""
        return {name: self.cleaned_data[name] for name in ("guardian_name", "guardian_phone", "guardian_email")}
