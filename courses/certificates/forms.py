"""What staff fill in about certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import pgettext_lazy

from courses.certificates.models import Certificate
from courses.people.models import Person


class SignedByForm(forms.Form):
    """Whose name stands under the line for the signature."""

    signed_by = forms.CharField(
        label=pgettext_lazy("staff", "Who signs"),
        max_length=100,
        required=False,
        help_text=pgettext_lazy("staff", "Printed under the line; empty: the line stays free."),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        known = {"signed_by": user.get_full_name()} if user is not None else {}
        super().__init__(*args, **{"initial": known, **kwargs})


class NamesForm(SignedByForm):
    """The name as it is to be printed."""

    name = forms.CharField(
        label=pgettext_lazy("staff", "Name on the certificate"), max_length=100, widget=forms.TextInput({"dir": "auto"})
    )
    latin_name = forms.CharField(
        label=pgettext_lazy("staff", "In Latin letters"),
        max_length=100,
        required=False,
        help_text=pgettext_lazy(
            "staff", "As in the passport or the residence permit; whoever is shown the paper reads it."
        ),
    )
    field_order = ("name", "latin_name", "signed_by")

    @classmethod
    def of_person(cls, person: Person, user: User) -> NamesForm:
        """Return the form for a new certificate, filled in with what is known."""
        known = {"name": person.name, "latin_name": person.latin_name, "signed_by": user.get_full_name()}
        return cls(initial=known, auto_id="certificate_%s")


class RevokeForm(forms.Form):
    """Why a certificate is taken back."""

    reason = forms.CharField(
        label=pgettext_lazy("staff", "Reason"),
        max_length=200,
        help_text=pgettext_lazy("staff", "For colleagues; the public page only says that it was taken back, and when."),
    )


class CorrectForm(NamesForm, RevokeForm):
    """A certificate with another name in place of this one."""

    field_order = ("name", "latin_name", "signed_by", "reason")

    @classmethod
    def of_certificate(cls, certificate: Certificate) -> CorrectForm:
        """Return the form filled in with what was printed."""
        names = ("name", "latin_name", "signed_by")
        return cls(initial={name: getattr(certificate, name) for name in names})
