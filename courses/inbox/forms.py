"""What staff fill in on an enrolment's page."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import pgettext_lazy
from wagtail.admin.utils import get_user_display_name

from courses.enrolment.models import Enrolment
from courses.inbox.access import colleagues

LONGEST_NOTE = 2000


class NoteForm(forms.Form):
    """A note that only staff see."""

    text = forms.CharField(
        label=pgettext_lazy("staff", "Note"),
        help_text=pgettext_lazy("staff", "Only staff see it."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": pgettext_lazy("staff", "Write something first.")},
    )


class _ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return str(get_user_display_name(obj))


class AssignForm(forms.Form):
    """Who looks after an enrolment: a colleague of its centre, oneself, or nobody."""

    assignee = _ColleagueField(
        label=pgettext_lazy("staff", "Assignee"),
        queryset=None,
        required=False,
        empty_label=pgettext_lazy("staff", "Nobody"),
        error_messages={"invalid_choice": pgettext_lazy("staff", "This colleague does not work for the centre.")},
    )

    def __init__(self, *args: Any, enrolment: Enrolment, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"assignee": enrolment.assignee_id}, **kwargs})
        own = colleagues([enrolment.centre])
        field = cast(forms.ModelChoiceField, self.fields["assignee"])
        field.queryset = own.model.objects.filter(Q(pk__in=own.values("pk")) | Q(pk=user.pk)).order_by(
            "first_name", "last_name", "pk"
        )
