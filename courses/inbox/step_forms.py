"""What staff fill in for a step. The forms check what was typed; the services decide whether the step is taken."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import pgettext, pgettext_lazy

from courses.enrolment.codes import Level, Priority, Proficiency, Reason, Topic
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.states import Verb
from portal import clock, languages
from portal.phones import PhoneField, format_phone

LONGEST_NOTE = 2000
LONGEST_QUESTION = 1000
LONGEST_REASON = 200
LEVELS_OF_RESULTS = [("", pgettext_lazy("staff", "Not known")), *Proficiency.choices]


def _text(**attributes: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 2, "dir": "auto", **attributes})


class StepForm(forms.Form):
    """What a step asks for beside the click. Subclasses name the step and what its service is given."""

    verb: ClassVar[Verb]
    refused_at: ClassVar[dict[str, str]] = {}
    """Beside which field it is said that the service refused, by the code of the refusal."""

    def __init__(self, *args: Any, enrolment: Enrolment, user: User, **kwargs: Any) -> None:
        self.enrolment = enrolment
        self.user = user
        super().__init__(*args, **{"auto_id": f"{self.verb}_%s", "initial": self.first_values(), **kwargs})
        self.use_required_attribute = False  # what is missing is said beside the field, and nothing typed is lost

    def first_values(self) -> dict[str, Any]:
        """Return what the fields hold before anybody types."""
        return {}

    def arguments(self) -> dict[str, Any]:
        """Return what the service is given beside the enrolment and the user. Only for a valid form."""
        return self.cleaned_data

    def is_done(self) -> bool:
        """Whether all is as the form asks for: pressed twice, a button does its work once. Only for a valid form."""
        return False

    @property
    def shown(self) -> str:
        """What the page shows that this would overwrite and no history of this enrolment tells about; sent along."""
        return ""

    def can_be_mended(self, refused: Refused) -> bool:
        """Whether the form is to be shown again: it can be filled in better, or something typed would be lost."""
        return refused.code in self.refused_at or self.has_changed()

    def refuse(self, refused: Refused) -> None:
        """Show what the service said, beside its field where it is about one."""
        self.add_error(self.refused_at.get(refused.code), str(refused))


class AskForm(StepForm):
    """What the person is asked."""

    verb = Verb.ASK
    refused_at: ClassVar = {"reason": "text"}
    topic = forms.ChoiceField(
        label=pgettext_lazy("staff", "Question"),
        help_text=pgettext_lazy("staff", "The person reads it in their own language."),
        choices=[("", pgettext_lazy("staff", "Choose a question")), *Topic.choices],
        error_messages={"required": pgettext_lazy("staff", "Choose a question.")},
    )
    text = forms.CharField(
        label=pgettext_lazy("staff", "In your words"),
        help_text=pgettext_lazy("staff", "Sent as you write it: nobody translates it."),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=_text(),
    )


class AnswerForm(StepForm):
    """What the person answered, on the phone or at the centre."""

    verb = Verb.ANSWER
    refused_at: ClassVar = {"reason": "text"}
    text = forms.CharField(
        label=pgettext_lazy("staff", "What the person answered"),
        max_length=LONGEST_NOTE,
        widget=_text(),
        error_messages={"required": pgettext_lazy("staff", "Write something first.")},
    )


class OfferForm(StepForm):
    """Why a place is offered all the same. Asked for only where the service wants to know."""

    verb = Verb.OFFER
    refused_at: ClassVar = {"needs_reason": "reason"}
    reason = forms.CharField(
        label=pgettext_lazy("staff", "Why"),
        help_text=pgettext_lazy("staff", "It stands in the history. Only staff see it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=_text(),
    )


class PrioritiseForm(StepForm):
    """Who is before whom on the waiting list, and why."""

    verb = Verb.PRIORITISE
    refused_at: ClassVar = {"needs_reason": "reason", "reason": "priority"}
    priority = forms.TypedChoiceField(label=pgettext_lazy("staff", "Priority"), choices=Priority.choices, coerce=int)
    reason = forms.CharField(
        label=pgettext_lazy("staff", "Why"),
        help_text=pgettext_lazy("staff", "It stands in the history. Only staff see it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=_text(),
    )

    def first_values(self) -> dict[str, Any]:
        """Begin with the priority that it has."""
        return {"priority": self.enrolment.priority, "reason": self.enrolment.why_first}

    def is_done(self) -> bool:
        """Whether nothing would change."""
        return not self.has_changed()


class InviteForm(StepForm):
    """When and where the person comes so that the level is found together. Times are Romanian."""

    verb = Verb.INVITE
    refused_at: ClassVar = {"deadline": "day"}
    day = forms.DateField(
        label=pgettext_lazy("staff", "Day"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": pgettext_lazy("staff", "Choose a day."),
            "invalid": pgettext_lazy("staff", "Choose a day."),
        },
    )
    time = forms.TimeField(
        label=pgettext_lazy("staff", "Time"),
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": pgettext_lazy("staff", "Choose a time."),
            "invalid": pgettext_lazy("staff", "Choose a time."),
        },
    )
    place = forms.CharField(
        label=pgettext_lazy("staff", "Place"),
        help_text=pgettext_lazy("staff", "Address and room, as the person looks for it."),
        max_length=200,
        error_messages={"required": pgettext_lazy("staff", "Write where to come.")},
    )

    def first_values(self) -> dict[str, Any]:
        """Begin with the centre's address."""
        centre = self.enrolment.centre
        return {"place": f"{centre.address}, {centre.city}"}

    def arguments(self) -> dict[str, Any]:
        """Return the moment, aware, and the place."""
        data = self.cleaned_data
        return {
            "starts_at": dt.datetime.combine(data["day"], data["time"], tzinfo=clock.ZONE),
            "place": data["place"],
        }

    def is_done(self) -> bool:
        """Whether the person is invited to this very appointment."""
        return self.enrolment.appointments.filter(**self.arguments()).exists()


class LevelForm(StepForm):
    """The level that was found at the centre."""

    verb = Verb.PLACE_LEVEL
    refused_at: ClassVar = {"reason": "level"}
    level = forms.ChoiceField(
        label=pgettext_lazy("staff", "Level found"),
        choices=[
            ("", pgettext_lazy("staff", "Choose a level")),
            *(choice for choice in Level.choices if choice[0] != Level.UNKNOWN),
        ],
        error_messages={"required": pgettext_lazy("staff", "Choose a level.")},
    )

    def first_values(self) -> dict[str, Any]:
        """Begin with what was found before."""
        return {"level": self.enrolment.placement_level}

    def is_done(self) -> bool:
        """Whether this level is written down already."""
        return bool(self.cleaned_data["level"] == self.enrolment.placement_level)


class ResultForm(StepForm):
    """The levels at the beginning and at the end of a language course (CEFR)."""

    verb = Verb.RESULT
    refused_at: ClassVar = {"level": "exit"}
    entry = forms.ChoiceField(
        label=pgettext_lazy("staff", "Level at the beginning"), choices=LEVELS_OF_RESULTS, required=False
    )
    exit = forms.ChoiceField(
        label=pgettext_lazy("staff", "Level at the end"), choices=LEVELS_OF_RESULTS, required=False
    )

    def first_values(self) -> dict[str, Any]:
        """Begin with what is known."""
        return {"entry": self.enrolment.entry_level, "exit": self.enrolment.exit_level}

    def is_done(self) -> bool:
        """Whether these levels are written down already."""
        kept = (self.enrolment.entry_level, self.enrolment.exit_level)
        return kept == (self.cleaned_data["entry"], self.cleaned_data["exit"])


class ContactForm(StepForm):
    """How the person is reached, and in which language."""

    verb = Verb.CONTACT
    refused_at: ClassVar = {"reason": "phone"}
    phone = PhoneField(label=pgettext_lazy("staff", "Phone"), required=False, max_length=40)
    email = forms.EmailField(label=pgettext_lazy("staff", "E-mail"), required=False, max_length=254)
    language = forms.ChoiceField(label=pgettext_lazy("staff", "Language"), choices=languages.django_choices)

    def first_values(self) -> dict[str, Any]:
        """Begin with what we have."""
        person = self.enrolment.person
        phone = format_phone(person.phone.as_e164) if person.phone else ""
        return {"phone": phone, "email": person.email, "language": person.language}

    @property
    def shown(self) -> str:
        """The contact as it is: it is the person's, and may be changed from another enrolment of theirs."""
        person = self.enrolment.person
        return " ".join([str(person.phone or "-"), person.email or "-", person.language])

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite a contact that the page didn't show."""
        data = super().clean() or {}
        if self.data.get("shown", self.shown) != self.shown and not self.is_done():
            now = self.first_values()
            sentence = pgettext(
                "staff",
                "Somebody has changed the contact meanwhile. Now it is: %(contact)s. Send again to write yours.",
            )
            contact = " · ".join(
                filter(None, [now["phone"], now["email"], languages.get_language(now["language"]).native])
            )
            raise forms.ValidationError(sentence % {"contact": contact})
        return data

    def is_done(self) -> bool:
        """Whether this is the contact already."""
        person, data = self.enrolment.person, self.cleaned_data
        kept = (str(person.phone or ""), person.email, person.language)
        return kept == (data.get("phone"), data.get("email"), data.get("language"))


class RejectForm(StepForm):
    """Why an enrolment is not accepted."""

    verb = Verb.REJECT
    refused_at: ClassVar = {"reason": "reason"}
    reason = forms.ChoiceField(
        label=pgettext_lazy("staff", "Reason"),
        help_text=pgettext_lazy("staff", "The person is told this, in their language."),
        choices=[("", pgettext_lazy("staff", "Choose a reason")), *Reason.choices],
        error_messages={"required": pgettext_lazy("staff", "Choose a reason: the person is told.")},
    )
    note = forms.CharField(
        label=pgettext_lazy("staff", "Note"),
        help_text=pgettext_lazy("staff", "Only staff see it."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=_text(),
    )
