"""Into which run an enrolment can be moved."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.models import User
from django.db.models import BooleanField, Case, Value, When
from django.utils.translation import pgettext, pgettext_lazy

from courses.catalogue.models import Run
from courses.catalogue.querysets import RunQuerySet
from courses.enrolment.models import Enrolment
from courses.enrolment.states import Verb
from courses.inbox.labels import course_label
from courses.inbox.step_forms import LONGEST_REASON, StepForm
from portal import clock
from portal.directory.models import Centre
from portal.templatetags.portal_tags import local_date


class RunField(forms.ModelChoiceField):
    """A choice of runs whose places are counted."""

    def label_from_instance(self, obj: Run) -> str:
        """Say which course, from when, and how many places are left."""
        return pgettext("staff", "%(course)s · %(code)s · from %(day)s · places left: %(left)s") % {
            "course": course_label(obj.course),
            "code": obj.code,
            "day": local_date(obj.starts_on),
            "left": getattr(obj, "places_left", ""),
        }


class TransferForm(StepForm):
    """Into which run of the user's centres the enrolment goes: runs of the same course first, then of its kind."""

    verb = Verb.TRANSFER
    run = RunField(
        label=pgettext_lazy("staff", "Course run"),
        queryset=Run.objects.none(),
        empty_label=pgettext_lazy("staff", "Choose a run"),
        error_messages={
            "required": pgettext_lazy("staff", "Choose a run."),
            "invalid_choice": pgettext_lazy("staff", "This run takes nobody any more, or isn't your centre's."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        runs = _runs_to_move_to(self.enrolment, self.user)
        cast(forms.ModelChoiceField, self.fields["run"]).queryset = (
            runs if self.is_bound else runs.exclude(pk=self.enrolment.run_id)
        )

    def is_done(self) -> bool:
        """Whether it is in this run already."""
        return bool(self.cleaned_data["run"].pk == self.enrolment.run_id)


class MoveForm(TransferForm):
    """Into which run somebody goes with a place there: one that has free places."""

    verb = Verb.MOVE
    refused_at: ClassVar = {"full": "run", "closed": "run", "needs_reason": "reason"}
    reason = forms.CharField(
        label=pgettext_lazy("staff", "Why"),
        help_text=pgettext_lazy("staff", "Asked for where others wait for that place. Only staff see it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["run"])
        if not self.is_bound and field.queryset is not None:
            field.queryset = field.queryset.filter(places_left__gt=0)


def _runs_to_move_to(enrolment: Enrolment, user: User) -> RunQuerySet:
    def first_where(**condition: Any) -> Case:
        return Case(When(**condition, then=Value(False)), default=Value(True), output_field=BooleanField())

    runs = Run.objects.filter(
        state=Run.State.OPEN, ends_on__gte=clock.today(), centre__in=Centre.objects.for_staff(user)
    )
    return (
        runs.select_related("course")
        .with_places()
        .order_by(
            first_where(course=enrolment.course_id),
            first_where(course__kind=enrolment.course.kind),
            "starts_on",
            "pk",
        )
    )
