"""What staff fill in: for somebody who stands before them, and for a list of names."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.validators import MaxLengthValidator
from django.utils.translation import pgettext, pgettext_lazy

from courses.catalogue.models import Run
from courses.enrolment.codes import Level
from courses.enrolment.forms.guardian import GuardianFields
from courses.enrolment.forms.wording import COMMENT_LENGTH, NAME_LENGTH, NOT_A_YEAR, NOT_AN_EMAIL, TOO_LONG
from courses.enrolment.submissions import Submission
from courses.intake.agreement import key_of
from courses.intake.checking import OLDEST_AGE
from courses.intake.choices import RunField
from courses.intake.services import Then
from courses.intake.values import is_visible
from courses.people.models import Person
from portal import clock, languages
from portal.messages import sms
from portal.phones import PhoneField
from portal.spreadsheets import MAX_BYTES

CONTACT_BY = {
    Person.ContactBy.CALL: pgettext_lazy("staff", "Call"),
    Person.ContactBy.WHATSAPP: pgettext_lazy("staff", "Write by WhatsApp"),
    Person.ContactBy.SMS: pgettext_lazy("staff", "Send an SMS"),
    Person.ContactBy.EMAIL: pgettext_lazy("staff", "Write an e-mail"),
}


class WalkInForm(GuardianFields):
    """Somebody who is here: one screen, and nothing that isn't needed."""

    run = RunField()
    name = forms.CharField(
        label=pgettext_lazy("staff", "Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": pgettext_lazy("staff", "Write the name."), "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "autofocus": True, "maxlength": None}),
    )
    phone = PhoneField(label=pgettext_lazy("staff", "Phone"), required=False, max_length=40)
    email = forms.EmailField(
        label=pgettext_lazy("staff", "E-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": NOT_AN_EMAIL, "max_length": TOO_LONG},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("staff", "Language"),
        help_text=pgettext_lazy("staff", "All messages are in this language."),
        choices=languages.django_choices,
    )
    contact_by = forms.ChoiceField(label=pgettext_lazy("staff", "How to reach"), required=False)
    may_leave_message = forms.BooleanField(label=pgettext_lazy("staff", "We may leave a message"), required=False)
    level = forms.ChoiceField(
        label=pgettext_lazy("staff", "Romanian so far"), choices=Level.choices, initial=Level.UNKNOWN, required=False
    )
    needs_childcare = forms.BooleanField(label=pgettext_lazy("staff", "Needs childcare"), required=False)
    birth_year = forms.IntegerField(
        label=pgettext_lazy("staff", "Year of birth"),
        required=False,
        error_messages={"invalid": NOT_A_YEAR},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )
    comment = forms.CharField(
        label=pgettext_lazy("staff", "Comment"),
        required=False,
        max_length=COMMENT_LENGTH,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "maxlength": None}),
    )
    consent = forms.BooleanField(
        label=pgettext_lazy("staff", "The person has agreed, on paper or aloud"),
        error_messages={"required": pgettext_lazy("staff", "Without their agreement we may not keep anything.")},
    )
    then = forms.ChoiceField(
        label=pgettext_lazy("staff", "What next"),
        choices=Then.choices,
        initial=Then.KEEP,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=pgettext_lazy("staff", "Reason"), required=False, max_length=200)
    submission_id = forms.CharField(required=False, widget=forms.HiddenInput, validators=[MaxLengthValidator(64)])
    read_out = forms.CharField(required=False, widget=forms.HiddenInput)
    known_doubles = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.initial.setdefault("submission_id", uuid.uuid4().hex)
        runs, contact_by = self.fields["run"], self.fields["contact_by"]
        assert isinstance(runs, RunField)
        assert isinstance(contact_by, forms.ChoiceField)
        runs.offer_to(user)
        contact_by.choices = [
            (code, label) for code, label in CONTACT_BY.items() if code != Person.ContactBy.SMS or sms.is_enabled()
        ]

    def clean_name(self) -> str:
        """Return the name; one of signs that nobody sees is none."""
        name: str = self.cleaned_data["name"]
        if not is_visible(name):
            raise forms.ValidationError(self.fields["name"].error_messages["required"], code="required")
        return name

    def clean_birth_year(self) -> int | None:
        """Return a year that somebody alive can be born in."""
        year: int | None = self.cleaned_data["birth_year"]
        this_year = clock.today().year
        if year is not None and not this_year - OLDEST_AGE <= year <= this_year:
            raise forms.ValidationError(NOT_A_YEAR, code="range")
        return year

    @property
    def is_for_a_child(self) -> bool:
        """Whether a guardian must be named: as everywhere, and in a group of children always."""
        run: Run | None = self.cleaned_data.get("run")
        return (run is not None and run.audience == Run.Audience.CHILDREN) or super().is_for_a_child

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the person, and for an agreement to what was shown."""
        data = super().clean() or self.cleaned_data
        self.clean_guardian()
        has_phone, has_email = bool(data.get("phone")), bool(data.get("email"))
        if not has_phone and not has_email and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", pgettext("staff", "Write a phone number or an e-mail address."))
        if has_email and not has_phone:
            data["contact_by"] = Person.ContactBy.EMAIL
        elif data.get("contact_by") == Person.ContactBy.EMAIL and not has_email and "email" not in self.errors:
            self.add_error("email", pgettext("staff", "You chose e-mail: write the address."))
        if self.agreement and data.get("read_out") != self.agreement:
            self._ask_for_agreement_again()
        return data

    @property
    def agreement(self) -> str:
        """Which text the person must agree to, as the page marks it: run, language, and who agrees."""
        run, language = self.cleaned_data.get("run"), self.cleaned_data.get("language")
        if run is None or not language:
            return ""
        return key_of(run.organisation, language, is_for_a_child=self.is_for_a_child)

    def know_doubles(self, labels: Iterable[str]) -> None:
        """Note in the form whom staff are shown now, so that the same answers pass when they are sent again."""
        self._put("known_doubles", " ".join(sorted(labels)))

    def _put(self, name: str, value: str | None) -> None:
        """Change what is shown again; ``None`` takes a field out."""
        answers: Any = self.data.copy()  # type: ignore[attr-defined]
        answers.pop(name, None)
        if value is not None:
            answers[name] = value
        self.data = answers

    def _ask_for_agreement_again(self) -> None:
        """Another text was shown than the one that this person must agree to: show the right one, without a tick."""
        if "consent" not in self.errors:
            sentence = pgettext("staff", "The text is another one now: read it out, then tick the box again.")
            self.add_error("consent", sentence)
        self._put("consent", None)
        self._put("read_out", self.agreement)

    def submission(self) -> Submission:
        """Return the cleaned answers. Only for a valid form."""
        data = self.cleaned_data
        return Submission(
            name=data["name"],
            language=data["language"],
            phone=data["phone"],
            email=data["email"],
            contact_by=data["contact_by"] or Person.ContactBy.CALL,
            may_leave_message=data["may_leave_message"],
            birth_year=data["birth_year"],
            level=data["level"] or Level.UNKNOWN,
            needs_childcare=data["needs_childcare"],
            comment=data["comment"],
            **self.guardian(),
        )


class UploadForm(forms.Form):
    """A file with names, and the run that they are for."""

    run = RunField()
    file = forms.FileField(
        label=pgettext_lazy("staff", "File"),
        help_text=pgettext_lazy("staff", "Excel (.xlsx) or CSV, at most 2 MB and 500 people."),
        error_messages={
            "required": pgettext_lazy("staff", "Choose a file."),
            "empty": pgettext_lazy("staff", "This file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,text/csv"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        runs = self.fields["run"]
        assert isinstance(runs, RunField)
        runs.offer_to(user)

    def content(self) -> bytes:
        """Return the bytes of the file, and one more than we take where it is too large. Only for a valid form."""
        content: bytes = self.cleaned_data["file"].read(MAX_BYTES + 1)
        return content


class BringInForm(forms.Form):
    """The decision about a list, with what people agreed to."""

    leaves_out_errors = forms.BooleanField(
        label=pgettext_lazy("staff", "Leave out the rows with errors"), required=False
    )
    consent = forms.BooleanField(
        label=pgettext_lazy("staff", "Everybody on the list has agreed that we keep their data"),
        error_messages={"required": pgettext_lazy("staff", "Without their agreement we may not keep anything.")},
    )
    form = forms.ChoiceField(
        label=pgettext_lazy("staff", "How they agreed"),
        choices=[
            ("", pgettext_lazy("staff", "Choose")),
            ("paper", pgettext_lazy("staff", "on paper, kept at the centre")),
            ("partner", pgettext_lazy("staff", "on paper, kept by a partner")),
            ("aloud", pgettext_lazy("staff", "aloud, noted by a colleague")),
        ],
        error_messages={"required": pgettext_lazy("staff", "Say how they agreed.")},
    )
    day = forms.DateField(
        label=pgettext_lazy("staff", "Day on which they agreed"),
        help_text=pgettext_lazy("staff", "The last one, if there are several."),
        error_messages={"required": pgettext_lazy("staff", "Say on which day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tells = forms.BooleanField(
        label=pgettext_lazy("staff", "Tell everybody that we have their enrolment"), required=False, initial=True
    )
    expected = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_errors: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        if not has_errors:
            del self.fields["leaves_out_errors"]

    def clean_day(self) -> dt.date:
        """Refuse a day that is still to come."""
        day: dt.date = self.cleaned_data["day"]
        if day > clock.today():
            raise forms.ValidationError(pgettext("staff", "This day is still to come."), code="future")
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the tick where rows have errors."""
        data = super().clean() or self.cleaned_data
        if "leaves_out_errors" in self.fields and not data.get("leaves_out_errors"):
            sentence = pgettext("staff", "Some rows have errors. Mend the file, or leave these rows out.")
            self.add_error("leaves_out_errors", sentence)
        return data

    @property
    def chosen_form(self) -> str:
        """The label of how they agreed. Only for a valid form."""
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)
        return str(dict(field.choices)[self.cleaned_data["form"]])  # type: ignore[arg-type]
