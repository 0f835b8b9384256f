"""What a person can type without an account: to find their enrolment, and on its status page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enrolment.contacts import Contact, parse_contact
from courses.enrolment.references import parse_reference
from courses.people.models import Person
from portal import languages
from portal.phones import PhoneField

ANSWER_LENGTH = 2000

REQUIRED = _("Please fill this in.")
TOO_LONG = _("This is too long. Please use at most %(limit_value)d characters.")


class ReferenceField(forms.CharField):
    """A reference, in digits of any script and with any separators, cleaned to its nine digits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "maxlength": None})

    def to_python(self, value: str | None) -> str:
        """Return the digits. A digit that was mistyped is said: the check digit tells, not what we know."""
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return parse_reference(text)
        except ValueError as error:
            message = _("A reference has nine digits. Please check each of them.")
            raise forms.ValidationError(message, code="reference") from error


class AnyContactField(forms.CharField):
    """A phone number or an e-mail address in one field; ``cleaned_data`` has it as it was typed."""

    widget = forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "maxlength": None})

    def validate(self, value: str) -> None:
        """Refuse what can be neither."""
        super().validate(value)
        if value:
            try:
                parse_contact(value)
            except ValueError as error:
                message = _("This does not look like a phone number or an e-mail address.")
                raise forms.ValidationError(message, code="contact") from error


class PlainForm(forms.Form):
    """A form whose sentences are ours, in the page's language, also without a script."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for field in self.fields.values():
            field.error_messages["required"] = REQUIRED


class ContactForm(PlainForm):
    """Who has lost the link, or follows an old one: a contact that we know."""

    contact = AnyContactField(
        label=_("Phone or e-mail"),
        help_text=_("The one that you gave us when you enrolled."),
        max_length=254,
        error_messages={"max_length": TOO_LONG},
    )

    @property
    def given(self) -> Contact:
        """The contact. Only for a valid form."""
        return parse_contact(self.cleaned_data["contact"])


class LookupForm(ContactForm):
    """Who has the reference and no link."""

    reference = ReferenceField(
        label=_("Your reference"),
        help_text=_("Nine digits. You find them in every message from us."),
        max_length=40,
        error_messages={"max_length": TOO_LONG},
    )
    field_order = ("reference", "contact")


class AnswerForm(PlainForm):
    """The answer to a question from staff."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=ANSWER_LENGTH,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "maxlength": None}),
    )


class ChangeForm(PlainForm):
    """Another phone, e-mail address or language. An empty field leaves what we have.

    Where a guardian answers, the numbers are the guardian's and changed by staff: only the language is asked.
    """

    phone = PhoneField(
        label=_("New phone number"), required=False, max_length=40, error_messages={"max_length": TOO_LONG}
    )
    email = forms.EmailField(
        label=_("New e-mail address"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _(
                "This does not look like an e-mail address. It has an @ in the middle, like name@example.com."
            ),
            "max_length": TOO_LONG,
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "maxlength": None}),
    )
    language = forms.ChoiceField(
        label=_("Language of our messages"),
        choices=languages.django_choices,
        error_messages={"invalid_choice": _("Please choose one of the answers.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, initial={"language": person.language}, **kwargs)
        if person.guardian_phone or person.guardian_email:
            del self.fields["phone"]
            del self.fields["email"]

    @property
    def given(self) -> list[Contact]:
        """The contacts that were typed in. Only for a valid form."""
        phone, email = self.cleaned_data.get("phone", ""), self.cleaned_data.get("email", "")
        return [*([Contact(phone=phone)] if phone else []), *([Contact(email=email.casefold())] if email else [])]
