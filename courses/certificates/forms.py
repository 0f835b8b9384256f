"""What staff fill in about certificates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.html import format_html
from django.utils.translation import pgettext_lazy

from courses.certificates.initials import is_latin
from courses.certificates.models import Certificate
from courses.enrolment.models import Enrolment
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


class RunCertificatesForm(SignedByForm):
    """The certificates of a group: who signs, and how names in other letters are written in Latin ones."""

    def __init__(self, *args: Any, enrolments: Iterable[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"latin_{each.pk}": each for each in enrolments if not is_latin(each.person.name)}
        for name, enrolment in self.people.items():
            self.fields[name] = forms.CharField(
                label=format_html('<bdi lang="{}">{}</bdi>', enrolment.person.language, enrolment.person.name),
                max_length=100,
                required=False,
                initial=enrolment.person.latin_name,
            )

    @property
    def latin_names(self) -> dict[int, str]:
        """The names in Latin letters, by the enrolment's primary key. Only for a valid form."""
        return {enrolment.pk: self.cleaned_data[name] for name, enrolment in self.people.items()}


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
    field_order: Iterable[str] | None = ("name", "latin_name", "signed_by")

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

    field_order: Iterable[str] | None = ("name", "latin_name", "signed_by", "reason")

    @classmethod
    def of_certificate(cls, certificate: Certificate) -> CorrectForm:
        """Return the form filled in with what was printed."""
        names = ("name", "latin_name", "signed_by")
        return cls(initial={name: getattr(certificate, name) for name in names})
