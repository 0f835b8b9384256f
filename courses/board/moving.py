"""Moving people of a run to another one by one action: each is moved or refused on their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import pgettext, pgettext_lazy

from courses.board.class_list import step_of_moving
from courses.catalogue.models import Run
from courses.catalogue.querysets import RunQuerySet
from courses.enrolment import services
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.states import Verb
from courses.inbox.step_forms import LONGEST_REASON
from courses.inbox.transfer_form import RunField
from courses.inbox.version import changed_by_others, what_happened
from portal import clock


@dataclass(frozen=True)
class Outcome:
    """What became of one person: moved with the place or to be looked at there, or (``why``) refused."""

    enrolment: Enrolment
    step: Verb | None = None
    why: str = ""


def targets_of(run: Run, user: User) -> RunQuerySet:
    """Return where people of a run can go: runs of the user's centres, of the same course or at the same place."""
    others = Run.objects.for_staff(user).underway(clock.today()).exclude(pk=run.pk)
    near = others.filter(Q(course=run.course_id) | Q(centre=run.centre_id))
    return near.select_related("course").with_places().order_by("starts_on", "pk")


class MoveForm(forms.Form):
    """Who goes where. What is ticked stands in the tables of the board, outside of the form's element."""

    people = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": pgettext_lazy("staff", "Tick who is to be moved."),
            "invalid_choice": pgettext_lazy("staff", "Tick who is to be moved."),
        },
    )
    run = RunField(
        label=pgettext_lazy("staff", "Move who is ticked to"),
        queryset=Run.objects.none(),
        empty_label=pgettext_lazy("staff", "Choose a group"),
        error_messages={
            "required": pgettext_lazy("staff", "Choose a group."),
            "invalid_choice": pgettext_lazy("staff", "This group takes nobody any more, or isn't your centre's."),
        },
    )
    reason = forms.CharField(
        label=pgettext_lazy("staff", "Why"),
        help_text=pgettext_lazy("staff", "Asked for where others wait for that place. Only staff see it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, origin: Run, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "board_move_%s", **kwargs})
        self.use_required_attribute = False
        cast(forms.ModelChoiceField, self.fields["run"]).queryset = targets_of(origin, user)
        ticked = self.data.getlist("people") if self.is_bound else []  # type: ignore[attr-defined]
        keys = {text for text in ticked if text.isascii() and text.isdigit() and len(text) < len(str(2**62))}
        # Whose they are is asked of the rows themselves: what is another centre's is no row.
        cast(forms.TypedMultipleChoiceField, self.fields["people"]).choices = [(key, key) for key in keys]

    @property
    def ticked(self) -> list[int]:
        """The primary keys of enrolments that were ticked, whatever else is wrong with the form."""
        field = cast(forms.TypedMultipleChoiceField, self.fields["people"])
        return [int(key) for key, _label in cast(list[tuple[str, str]], field.choices)]


def move_people(
    *, origin: Run, target: Run, people: Sequence[int], user: User, reason: str = "", seen: int = 0
) -> list[Outcome]:
    """Move enrolments (primary keys) of a run to another one; return what became of each, in the order of the board.

    Who holds a place gets one there, who doesn't is looked at there. Those without a place go first: otherwise
    the first free place of the old run would be offered to somebody who is about to leave it. Each is a
    transaction of its own, so that who is refused holds nobody up. What others did after ``seen`` (the newest
    entry that the page knew) is not overtaken. Rows of other centres don't exist.
    """
    own = Enrolment.objects.for_staff(user).filter(pk__in=people).select_related("person")
    found = list(own.order_by("place", "-priority", "queued_at", "submitted_at", "pk"))
    in_turn = sorted(found, key=lambda enrolment: enrolment.place is not None)
    outcomes = {
        enrolment.pk: _move(enrolment, origin=origin, target=target, user=user, reason=reason, seen=seen)
        for enrolment in in_turn
    }
    return [outcomes[enrolment.pk] for enrolment in found]


def _move(enrolment: Enrolment, *, origin: Run, target: Run, user: User, reason: str, seen: int) -> Outcome:
    step = step_of_moving(enrolment)
    try:
        if enrolment.run_id == target.pk:
            return Outcome(enrolment, step)  # pressed twice: it is there
        if change := changed_by_others(enrolment, seen, user):
            raise Refused(what_happened(change), code="state")
        if enrolment.run_id != origin.pk:
            raise Refused(pgettext("staff", "Is in another group now."), code="state")
        if step is Verb.MOVE:
            services.move_enrolment(enrolment=enrolment, run=target, user=user, reason=reason)
        elif step is Verb.TRANSFER:
            services.transfer_enrolment(enrolment=enrolment, run=target, user=user)
        else:
            raise Refused(pgettext("staff", "This enrolment is over: open it again first."), code="state")
    except Refused as refused:
        return Outcome(enrolment, why=str(refused))
    return Outcome(enrolment, step)
