"""What staff fill in on an enrolment's page beside its steps."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import pgettext_lazy
from wagtail.admin.utils import get_user_display_name

from courses.enrolment.models import Enrolment
from courses.enrolment.services.writing import LONGEST_MESSAGE
from courses.inbox.access import colleagues

LONGEST_NOTE = 2000
LONGEST_WORD = 500
"""Letters of what is said to who takes an enrolment over."""


class NoteForm(forms.Form):
    """A note that only staff see."""

    text = forms.CharField(
        label=pgettext_lazy("staff", "Note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": pgettext_lazy("staff", "Write something first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "note_%s", **kwargs})
        self.use_required_attribute = False


class WriteForm(forms.Form):
    """A message that the person reads."""

    text = forms.CharField(
        label=pgettext_lazy("staff", "Message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": pgettext_lazy("staff", "Write something first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "write_%s", **kwargs})
        self.use_required_attribute = False


class _ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return str(get_user_display_name(obj))


class AssignForm(forms.Form):
    """Who looks after an enrolment: a colleague of its centre, oneself, or nobody; and a word for them."""

    assignee = _ColleagueField(
        label=pgettext_lazy("staff", "Assignee"),
        queryset=None,
        required=False,
        empty_label=pgettext_lazy("staff", "Nobody"),
        error_messages={"invalid_choice": pgettext_lazy("staff", "This colleague does not work for the centre.")},
    )
    note = forms.CharField(
        label=pgettext_lazy("staff", "What they should know"),
        max_length=LONGEST_WORD,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, enrolment: Enrolment, user: User, **kwargs: Any) -> None:
        initial = {"assignee": enrolment.assignee_id}
        super().__init__(*args, **{"auto_id": "assign_%s", "initial": initial, **kwargs})
        own = colleagues([enrolment.centre])
        field = cast(forms.ModelChoiceField, self.fields["assignee"])
        field.queryset = own.model.objects.filter(Q(pk__in=own.values("pk")) | Q(pk=user.pk)).order_by(
            "first_name", "last_name", "pk"
        )
