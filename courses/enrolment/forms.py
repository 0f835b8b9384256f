"""The enrolment form: short, coded answers only, every message in the reader's language."""

from __future__ import annotations

import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course, Run
from courses.enrolment import consent
from courses.enrolment.codes import Level
from courses.enrolment.submissions import Submission
from courses.people.models import Person
from portal import clock
from portal.directory.statuses import LegalStatus
from portal.phones import PhoneField
from portal.protection.forms import ProtectedFormMixin

OLDEST_AGE = 120
NAME_LENGTH = 100
COMMENT_LENGTH = 1000

REQUIRED = _("Please fill this in.")


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under one heading. A collapsed group may be left out entirely."""

    legend: str | Promise
    fields: list[forms.BoundField]
    help: str | Promise = ""
    collapsed: bool = False


class EnrolmentForm(ProtectedFormMixin, forms.Form):
    """What somebody must tell us to get a place, and little else.

    Never the personal numeric code or a document's number: staff see papers when people meet.
    """

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As you write it, in any alphabet."),
        max_length=NAME_LENGTH,
        error_messages={
            "required": _("Please write the name."),
            "max_length": _("This is too long. Please use at most %(limit_value)d characters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto", "maxlength": None}),
    )
    phone = PhoneField(
        label=_("Phone"),
        help_text=_("For example 0712 345 678. With a foreign number, start with + and the country code."),
        required=False,
        max_length=40,
        error_messages={"max_length": _("This is too long. Please use at most %(limit_value)d characters.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("You need none if you write a phone number. If you write one, every answer goes there."),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _(
                "This does not look like an e-mail address. It has an @ in the middle, like name@example.com."
            ),
            "max_length": _("This is too long. Please use at most %(limit_value)d characters."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    contact_by = forms.ChoiceField(
        label=_("How should we reach you first?"),
        choices=Person.ContactBy.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Please choose one of the answers.")},
    )
    may_leave_message = forms.BooleanField(
        label=_("You may leave a message if I do not answer"),
        help_text=_("If you leave this empty, we say nothing about the course to anybody else who picks up."),
        required=False,
    )
    level = forms.ChoiceField(
        label=_("How much Romanian do you speak?"),
        choices=Level.choices,
        initial=Level.UNKNOWN,
        required=False,
        error_messages={"invalid_choice": _("Please choose one of the answers.")},
    )
    needs_childcare = forms.BooleanField(label=_("I need childcare during the course"), required=False)
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        error_messages={"invalid": _("Please write a year with four digits, like 1990.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year", "dir": "ltr"}),
    )
    status = forms.ChoiceField(
        label=_("Your status in Romania"),
        help_text=_("It helps us to find the right group. It never decides alone."),
        required=False,
        error_messages={"invalid_choice": _("Please choose one of the answers.")},
    )
    comment = forms.CharField(
        label=_("Anything we should know?"),
        help_text=_("For example when we may call, or what you need to take part."),
        required=False,
        max_length=COMMENT_LENGTH,
        error_messages={"max_length": _("This is too long. Please use at most %(limit_value)d characters.")},
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "maxlength": None}),
    )
    is_assisted = forms.BooleanField(label=_("I am filling this in for somebody else"), required=False)
    helper_name = forms.CharField(
        label=_("Your own name"),
        required=False,
        max_length=NAME_LENGTH,
        error_messages={"max_length": _("This is too long. Please use at most %(limit_value)d characters.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "maxlength": None}),
    )
    helper_phone = PhoneField(
        label=_("Your own phone"),
        required=False,
        max_length=40,
        error_messages={"max_length": _("This is too long. Please use at most %(limit_value)d characters.")},
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Without your agreement we may not keep what you wrote. Please tick the box.")}
    )
    submission_id = forms.CharField(required=False, widget=forms.HiddenInput, validators=[MaxLengthValidator(64)])

    def __init__(self, *args: Any, run: Run, language: str, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        super().__init__(*args, **kwargs)
        self.run = run
        self.language = language
        self.use_required_attribute = False  # our own sentences, in the page's language
        self.initial.setdefault("submission_id", uuid.uuid4().hex)
        self.fields["consent"].label = consent.consent_text(run.organisation)
        self.fields["status"].choices = [("", _("I do not want to say")), *LegalStatus.choices]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages.setdefault("required", REQUIRED)
        if run.course.kind != Course.Kind.ROMANIAN:
            del self.fields["level"]
        if not run.childcare:
            del self.fields["needs_childcare"]

    def clean_name(self) -> str:
        """Return the name. One of signs that nobody sees (marks of direction, joiners) is as good as none."""
        name: str = self.cleaned_data["name"]
        if not _is_visible(name):
            raise forms.ValidationError(self.fields["name"].error_messages["required"], code="required")
        return name

    def clean_helper_name(self) -> str:
        """Return the helper's name, "" for one that nobody sees."""
        name: str = self.cleaned_data["helper_name"]
        return name if _is_visible(name) else ""

    def clean_birth_year(self) -> int | None:
        """Return a year that somebody alive can be born in."""
        year: int | None = self.cleaned_data["birth_year"]
        this_year = clock.today().year
        if year is not None and not this_year - OLDEST_AGE <= year <= this_year:
            raise forms.ValidationError(_("Please write a year with four digits, like 1990."), code="range")
        return year

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the person, and fill in how when they didn't choose."""
        data = super().clean() or self.cleaned_data
        has_phone, has_email = bool(data.get("phone")), bool(data.get("email"))
        if not has_phone and not has_email and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("Please write a phone number or an e-mail address, so that we can answer you."))
        chosen = data.get("contact_by")
        if chosen == Person.ContactBy.EMAIL and not has_email and has_phone:
            self.add_error("email", _("You chose e-mail. Please write your e-mail address."))
        if chosen in {Person.ContactBy.CALL, Person.ContactBy.WHATSAPP} and not has_phone and has_email:
            self.add_error("phone", _("You chose the phone. Please write your phone number."))
        if data.get("is_assisted") and not data.get("helper_name") and "helper_name" not in self.errors:
            self.add_error("helper_name", _("Please write your own name too, so that we know who helped."))
        if not chosen:
            data["contact_by"] = Person.ContactBy.EMAIL if has_email and not has_phone else Person.ContactBy.CALL
        return data

    @property
    def groups(self) -> list[Group]:
        """The visible fields in their groups, as the template shows them."""
        layout: list[tuple[Any, Any, list[str], bool]] = [
            (_("Who wants to learn?"), "", ["name", "is_assisted", "helper_name", "helper_phone"], False),
            (
                _("How do we reach you?"),
                _("A phone number or an e-mail address is enough."),
                ["phone", "email", "contact_by", "may_leave_message"],
                False,
            ),
            (_("About the course"), "", ["level", "needs_childcare"], False),
            (
                _("A little more, if you like"),
                _("You can leave all of this empty."),
                ["birth_year", "status", "comment"],
                True,
            ),
            (_("Your agreement"), "", ["consent"], False),
        ]
        groups = []
        for legend, help_text, names, collapsed in layout:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                is_closed = collapsed and not any(field.errors or field.value() for field in fields)
                groups.append(Group(legend, fields, help_text, collapsed=is_closed))
        return groups

    def submission(self) -> Submission:
        """Return the cleaned answers. Only for a valid form."""
        data = self.cleaned_data
        assisted = data["is_assisted"]
        return Submission(
            name=data["name"],
            language=self.language,
            phone=data["phone"],
            email=data["email"],
            contact_by=data["contact_by"],
            may_leave_message=data["may_leave_message"],
            helper_name=data["helper_name"] if assisted else "",
            helper_phone=data["helper_phone"] if assisted else "",
            birth_year=data["birth_year"],
            status=data["status"],
            level=data.get("level") or Level.UNKNOWN,
            needs_childcare=data.get("needs_childcare", False),
            comment=data["comment"],
            suspicion=self.suspicion(),
        )


def _is_visible(text: str) -> bool:
    """Whether there is a sign to see: not only spaces, controls, format signs and what Unicode left unassigned."""
    return any(unicodedata.category(sign)[0] not in "CZ" for sign in text)
