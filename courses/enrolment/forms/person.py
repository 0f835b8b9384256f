"""What every form asks of a person: short, coded answers only, every message in the reader's language."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course
from courses.enrolment import consent
from courses.enrolment.codes import Level, Suspicion
from courses.enrolment.forms.groups import Plan
from courses.enrolment.forms.guardian import GuardianFields
from courses.enrolment.forms.wording import (
    COMMENT_LENGTH,
    NAME_LENGTH,
    NOT_A_CHOICE,
    NOT_A_YEAR,
    NOT_AN_EMAIL,
    REQUIRED,
    TOO_LONG,
)
from courses.enrolment.submissions import Submission
from courses.level.token import LevelResult, read_result
from courses.people.models import Person
from portal import clock
from portal.directory.models import Organisation
from portal.directory.statuses import LegalStatus
from portal.messages import sms
from portal.phones import PhoneField
from portal.protection.forms import ProtectedFormMixin

OLDEST_AGE = 120
BY_PHONE = frozenset({Person.ContactBy.CALL, Person.ContactBy.WHATSAPP, Person.ContactBy.SMS})

WHO = Plan(_("Who wants to learn?"), ["name", "is_assisted", "helper_name", "helper_phone"])
GUARDIAN = Plan(
    _("If the learner is under 16"),
    GuardianFields.guardian_names,
    _("Then a parent or guardian agrees, and tells us how to reach them."),
    may_close=True,
)
CONTACT = Plan(
    _("How do we reach you?"),
    ["phone", "email", "contact_by", "may_leave_message"],
    _("A phone number or an e-mail address is enough."),
)
MORE = Plan(
    _("A little more, if you like"),
    ["birth_year", "status", "comment"],
    _("You can leave all of this empty."),
    may_close=True,
)
AGREEMENT = Plan(_("Your agreement"), ["consent"])


class PersonForm(GuardianFields, ProtectedFormMixin, forms.Form):
    """Who somebody is, how we reach them and that they agree. The forms for a run and for a wish are made of it.

    Never the personal numeric code or a document's number: staff see papers when people meet.
    """

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As you write it, in any alphabet."),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Please write the name."), "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto", "maxlength": None}),
    )
    phone = PhoneField(
        label=_("Phone"),
        help_text=_("For example 0712 345 678. With a foreign number, start with + and the country code."),
        required=False,
        max_length=40,
        error_messages={"max_length": TOO_LONG},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("You need none if you write a phone number. If you write one, every answer goes there."),
        required=False,
        max_length=254,
        error_messages={"invalid": NOT_AN_EMAIL, "max_length": TOO_LONG},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    contact_by = forms.ChoiceField(
        label=_("How should we reach you first?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_A_CHOICE},
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
        error_messages={"invalid_choice": NOT_A_CHOICE},
    )
    needs_childcare = forms.BooleanField(label=_("I need childcare during the course"), required=False)
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        error_messages={"invalid": NOT_A_YEAR},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year", "dir": "ltr"}),
    )
    status = forms.ChoiceField(
        label=_("Your status in Romania"),
        help_text=_("It helps us to find the right group. It never decides alone."),
        required=False,
        error_messages={"invalid_choice": NOT_A_CHOICE},
    )
    comment = forms.CharField(
        label=_("Anything we should know?"),
        help_text=_("For example when we may call, or what you need to take part."),
        required=False,
        max_length=COMMENT_LENGTH,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "maxlength": None}),
    )
    is_assisted = forms.BooleanField(label=_("I am filling this in for somebody else"), required=False)
    helper_name = forms.CharField(
        label=_("Your own name"),
        required=False,
        max_length=NAME_LENGTH,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "maxlength": None}),
    )
    helper_phone = PhoneField(
        label=_("Your own phone"),
        required=False,
        max_length=40,
        error_messages={"max_length": TOO_LONG},
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Without your agreement we may not keep what you wrote. Please tick the box.")}
    )
    level_check = forms.CharField(required=False, widget=forms.HiddenInput)
    submission_id = forms.CharField(required=False, widget=forms.HiddenInput, validators=[MaxLengthValidator(64)])

    def __init__(
        self, *args: Any, course: Course, organisation: Callable[[], Organisation], language: str, **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.language = language
        self.use_required_attribute = False  # our own sentences, in the page's language
        self.initial.setdefault("submission_id", uuid.uuid4().hex)
        self._offer("contact_by", [c for c in Person.ContactBy.choices if c[0] != "sms" or sms.is_enabled()])
        self._offer("status", [("", _("I do not want to say")), *LegalStatus.choices])
        self.fields["consent"].label = _text_about(consent.consent_text, organisation)
        self.fields["consent"].help_text = consent.WHO_AGREES
        if course.kind == Course.Kind.ROMANIAN:
            self._show_level_check()
        else:
            del self.fields["level"]
        for field in self.fields.values():
            field.error_messages.setdefault("required", REQUIRED)
            if field.required:  # the attribute "required" would bring the browser's sentences
                field.widget.attrs["aria-required"] = "true"

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _show_level_check(self) -> None:
        """Say what a self-check found and choose it; without one, say where it is."""
        result = read_result(str(self["level_check"].value() or ""))
        if result is None:
            question = _("Which level of Romanian fits you? Find out in two minutes.")
            text: str = format_html('<a href="{}">{}</a>', reverse("level_check"), question)
        else:
            self.initial["level"] = result.level
            text = str(_("Your self-check: %(level)s")) % {"level": result.level.label}
        self.fields["level"].help_text = text

    def ask_for_a_child(self) -> None:
        """Make it the form of a child: who writes is the parent or guardian, and no helper is asked for."""
        super().ask_for_a_child()
        for name in ("is_assisted", "helper_name", "helper_phone"):
            del self.fields[name]
        self.fields["consent"].label = _text_about(consent.guardian_consent_text, self.organisation)
        self.fields["consent"].help_text = ""

    def clean_name(self) -> str:
        """Return the name. One of signs that nobody sees (marks of direction, joiners) is as good as none."""
        name: str = self.cleaned_data["name"]
        if not _is_visible(name):
            raise forms.ValidationError(self.fields["name"].error_messages["required"], code="required")
        return name

    def clean_guardian_name(self) -> str:
        """Return the guardian's name, "" for one that nobody sees."""
        return _visible(self.cleaned_data["guardian_name"])

    def clean_helper_name(self) -> str:
        """Return the helper's name, "" for one that nobody sees."""
        return _visible(self.cleaned_data["helper_name"])

    def clean_birth_year(self) -> int | None:
        """Return a year that somebody alive can be born in."""
        year: int | None = self.cleaned_data["birth_year"]
        this_year = clock.today().year
        if year is not None and not this_year - OLDEST_AGE <= year <= this_year:
            raise forms.ValidationError(NOT_A_YEAR, code="range")
        return year

    def clean_level_check(self) -> LevelResult | None:
        """Return what the self-check found; a result that is broken or too old is none."""
        return read_result(self.cleaned_data["level_check"])

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the person, and fill in how when they didn't choose."""
        data = super().clean() or self.cleaned_data
        self.clean_guardian()
        has_phone, has_email = bool(data.get("phone")), bool(data.get("email"))
        if not has_phone and not has_email and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("Please write a phone number or an e-mail address, so that we can answer you."))
        chosen = data.get("contact_by")
        if chosen == Person.ContactBy.EMAIL and not has_email and has_phone:
            self.add_error("email", _("You chose e-mail. Please write your e-mail address."))
        if chosen in BY_PHONE and not has_phone and has_email:
            self.add_error("phone", _("You chose the phone. Please write your phone number."))
        if data.get("is_assisted") and not data.get("helper_name") and "helper_name" not in self.errors:
            self.add_error("helper_name", _("Please write your own name too, so that we know who helped."))
        if not chosen:
            data["contact_by"] = Person.ContactBy.EMAIL if has_email and not has_phone else Person.ContactBy.CALL
        return data

    def submission(self) -> Submission:
        """Return the cleaned answers. Only for a valid form; reCAPTCHA is asked here."""
        data = self.cleaned_data
        assisted = data.get("is_assisted")
        result: LevelResult | None = data["level_check"] if "level" in self.fields else None
        suspicion = self.suspicion()
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
            suspicion=suspicion,
            checked_level=result.level if result else "",
            checked_points=result.points if result else None,
            captcha_token=data.get("captcha") or "" if suspicion == Suspicion.UNCHECKED else "",
            **self.guardian(),
        )


def _visible(name: str) -> str:
    return name if _is_visible(name) else ""


def _is_visible(text: str) -> bool:
    """Whether there is a sign to see: not only spaces, controls, format signs and what Unicode left unassigned."""
    return any(unicodedata.category(sign)[0] not in "CZ" for sign in text)


def _text_about(text: Callable[[Organisation], SafeString], organisation: Callable[[], Organisation]) -> Any:
    """Return a text that is written when it is shown: a form that is taken in at once needs none."""
    return lazy(lambda: text(organisation()), SafeString)()
