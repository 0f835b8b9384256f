"""What staff fill in about one session."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy

from courses.catalogue.models import Session
from courses.catalogue.planning import PlannedSession, next_meeting
from courses.catalogue.planning_forms import DayInput, HourInput, TrainerField, teachers_at
from portal import clock


class SessionForm(forms.Form):
    """When, where and with whom one session takes place. Times in Europe/Bucharest."""

    day = forms.DateField(label=pgettext_lazy("staff", "Day"), widget=DayInput)
    starts = forms.TimeField(label=pgettext_lazy("staff", "From"), widget=HourInput)
    ends = forms.TimeField(label=pgettext_lazy("staff", "To"), widget=HourInput)
    room = forms.CharField(label=pgettext_lazy("staff", "Room"), max_length=80, required=False)
    substitute = TrainerField(
        label=pgettext_lazy("staff", "Substitute"),
        required=False,
        empty_label=pgettext_lazy("staff", "Nobody: the trainer gives it"),
        help_text=pgettext_lazy("staff", "Who gives this session instead of the trainer. Learners aren't told."),
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        self.session = session
        start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        known = {
            "day": start.date(),
            "starts": start.time(),
            "ends": end.time(),
            "room": session.room,
            "substitute": session.substitute_id,
        }
        super().__init__(*args, **{"initial": known, **kwargs})
        teachers = teachers_at(session.run.centre, also=session.substitute_id)
        if session.trainer_id:
            teachers = teachers.exclude(pk=session.trainer_id)
        cast(TrainerField, self.fields["substitute"]).queryset = teachers

    def clean(self) -> dict[str, Any]:
        """Refuse a session that ends before it starts, or that would move into the past."""
        data = self.cleaned_data
        if not {"day", "starts", "ends"} <= data.keys():
            return data
        if data["ends"] <= data["starts"]:
            self.add_error("ends", pgettext("staff", "A session ends after it starts."))
        elif self.session.starts_at > clock.now() >= self.planned().starts_at:
            self.add_error("day", pgettext("staff", "A session to come can't be moved into the past."))
        return data

    def planned(self) -> PlannedSession:
        """Return the session as a valid form wants it."""
        data = self.cleaned_data
        starts_at = dt.datetime.combine(data["day"], data["starts"], tzinfo=clock.ZONE)
        ends_at = dt.datetime.combine(data["day"], data["ends"], tzinfo=clock.ZONE)
        substitute = data.get("substitute")
        trainer_id = substitute.pk if substitute else self.session.trainer_id
        return PlannedSession(starts_at, ends_at, data.get("room", ""), trainer_id)


class CancelSessionForm(forms.Form):
    """Whether a session that doesn't take place is made up for after the last one."""

    DROP, REPLACE = "drop", "replace"

    how = forms.ChoiceField(label=pgettext_lazy("staff", "What happens instead"), widget=forms.RadioSelect)
    shown = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, session: Session, sessions: list[Session], **kwargs: Any) -> None:
        self.replacement = next_meeting(sessions)
        shown = self.replacement.starts_at.isoformat() if self.replacement else None
        super().__init__(*args, **{"initial": {"shown": shown}, **kwargs})
        choices = [] if session.is_cancelled else [(self.DROP, pgettext("staff", "Nothing: the session is left out"))]
        if self.replacement:
            choices.append((self.REPLACE, pgettext("staff", "One is added at the end")))
        cast(forms.ChoiceField, self.fields["how"]).choices = choices
        self.fields["how"].initial = choices[-1][0] if choices else None
