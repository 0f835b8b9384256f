"""What each action asks for, once for all. The forms check what was typed; the services decide each enrolment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.models import User
from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.utils import get_user_display_name

from courses.bulk.models import BulkJob
from courses.catalogue.models import Run
from courses.enrolment.codes import Reason
from courses.enrolment.models import Enrolment
from courses.enrolment.services.writing import LONGEST_MESSAGE
from courses.inbox.access import colleagues
from courses.inbox.forms import LONGEST_NOTE, LONGEST_WORD
from courses.inbox.models import Reply
from courses.inbox.step_forms import LONGEST_REASON
from courses.inbox.transfer_form import RunField
from portal import clock

ONLY_STAFF = pgettext_lazy("staff", "It stands in the history. Only staff see it.")


def _text(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class BulkForm(forms.Form):
    """What an action asks for. ``enrolments`` are those it is about, with person, course and centre at hand."""

    action: ClassVar[BulkJob.Action]

    def __init__(self, *args: Any, user: User, enrolments: Sequence[Enrolment], **kwargs: Any) -> None:
        self.user = user
        self.enrolments = enrolments
        super().__init__(*args, **{"auto_id": "bulk_%s", **kwargs})
        self.use_required_attribute = False  # what is missing is said beside the field, and nothing typed is lost

    def arguments(self) -> dict[str, Any]:
        """Return what the job is given: codes and primary keys. Only for a valid form."""
        return {name: getattr(value, "pk", value) for name, value in self.cleaned_data.items()}


class OfferForm(BulkForm):
    """Why places are offered past a rule: asked for once."""

    action = BulkJob.Action.OFFER
    reason = forms.CharField(
        label=pgettext_lazy("staff", "Why, where somebody is passed over"),
        help_text=pgettext_lazy(
            "staff",
            "Without it, whoever would get a place past others who wait, after the last day to enter, or though "
            "perhaps they are no person, is left as they are. It stands in the history of each; only staff see it.",
        ),
        max_length=LONGEST_REASON,
        required=False,
        widget=_text(),
    )


class WriteForm(BulkForm):
    """A ready answer, which everybody gets in their own language, or words of one's own."""

    action = BulkJob.Action.WRITE
    reply = forms.ModelChoiceField(
        label=pgettext_lazy("staff", "Ready answer"),
        queryset=Reply.objects.none(),
        required=False,
        error_messages={"invalid_choice": pgettext_lazy("staff", "This ready answer is not offered any more.")},
    )
    text = forms.CharField(
        label=pgettext_lazy("staff", "In your own words"),
        help_text=pgettext_lazy("staff", "Sent to everybody as you write it: nobody translates it."),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=_text(4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["reply"]).queryset = Reply.objects.offered_to(self.user)

    def clean(self) -> dict[str, Any]:
        """Want exactly one of the two."""
        data = super().clean() or {}
        if "reply" in self.errors or "text" in self.errors:
            return data
        if data["reply"] and data["text"]:
            self.add_error(
                "text", pgettext("staff", "Send either the ready answer or your own words: the other is lost.")
            )
        if not data["reply"] and not data["text"]:
            self.add_error("text", pgettext("staff", "Choose a ready answer, or write something."))
        return data


class MoveForm(BulkForm):
    """Into which run of the user's centres they go: runs of the same courses first."""

    action = BulkJob.Action.MOVE
    run = RunField(
        label=pgettext_lazy("staff", "Course run"),
        queryset=Run.objects.none(),
        empty_label=pgettext_lazy("staff", "Choose a run"),
        error_messages={
            "required": pgettext_lazy("staff", "Choose a run."),
            "invalid_choice": pgettext_lazy("staff", "This run takes nobody any more, or isn't your centre's."),
        },
    )
    reason = forms.CharField(
        label=pgettext_lazy("staff", "Why, where others wait for that place"),
        help_text=ONLY_STAFF,
        max_length=LONGEST_REASON,
        required=False,
        widget=_text(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = Case(
            When(course__in={enrolment.course_id for enrolment in self.enrolments}, then=Value(False)),
            default=Value(True),
            output_field=BooleanField(),
        )
        runs = Run.objects.for_staff(self.user).underway(clock.today()).select_related("course").with_places()
        cast(forms.ModelChoiceField, self.fields["run"]).queryset = runs.order_by(same, "starts_on", "pk")


class RejectForm(BulkForm):
    """Why they are not accepted."""

    action = BulkJob.Action.REJECT
    reason = forms.ChoiceField(
        label=pgettext_lazy("staff", "Reason"),
        help_text=pgettext_lazy("staff", "The person is told this, in their language."),
        choices=[("", pgettext_lazy("staff", "Choose a reason")), *Reason.choices],
        error_messages={"required": pgettext_lazy("staff", "Choose a reason: the person is told.")},
    )
    note = forms.CharField(
        label=pgettext_lazy("staff", "Note"),
        help_text=ONLY_STAFF,
        max_length=LONGEST_NOTE,
        required=False,
        widget=_text(),
    )


class _ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return str(get_user_display_name(obj))


class AssignForm(BulkForm):
    """Who looks after them: a colleague of their centres, oneself, or nobody."""

    action = BulkJob.Action.ASSIGN
    assignee = _ColleagueField(
        label=pgettext_lazy("staff", "Assignee"),
        queryset=None,
        required=False,
        empty_label=pgettext_lazy("staff", "Nobody"),
        error_messages={"invalid_choice": pgettext_lazy("staff", "This colleague does not work for the centre.")},
    )
    note = forms.CharField(
        label=pgettext_lazy("staff", "What they should know"), max_length=LONGEST_WORD, required=False, widget=_text()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"assignee": kwargs["user"].pk}, **kwargs})
        own = colleagues({enrolment.centre for enrolment in self.enrolments})
        field = cast(forms.ModelChoiceField, self.fields["assignee"])
        field.queryset = own.model.objects.filter(Q(pk__in=own.values("pk")) | Q(pk=self.user.pk)).order_by(
            "first_name", "last_name", "pk"
        )


FORMS: dict[str, type[BulkForm]] = {
    form.action: form for form in (OfferForm, WriteForm, MoveForm, RejectForm, AssignForm)
}
