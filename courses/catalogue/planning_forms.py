"""What staff fill in to plan, copy, move or cancel a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import npgettext, pgettext, pgettext_lazy
from wagtail.admin.utils import get_user_display_name

from courses.catalogue.free_days import NotADay, parse_free_days
from courses.catalogue.models import Run, Session
from courses.catalogue.planning import (
    MOST_SESSIONS,
    PatternMeeting,
    Plan,
    pattern_of,
    plan_pattern,
    sessions_for_hours,
)
from courses.catalogue.schedule import Meeting
from portal import clock
from portal.directory.models import Centre, CentreHours


class DayInput(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """The browser's own field for a time."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class TrainerField(forms.ModelChoiceField):
    """Somebody who works at a centre."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=get_user_model().objects.none(), **kwargs)

    def label_from_instance(self, obj: User) -> str:
        """Return a colleague's name."""
        return str(get_user_display_name(obj))


def teachers_at(centre: Centre, *, also: int | None = None) -> QuerySet[User]:
    """Return the active users who work at a centre, by name, and ``also`` who gives the session already."""
    users = get_user_model().objects.filter(Q(is_active=True, memberships__centre=centre) | Q(pk=also))
    return users.order_by("first_name", "last_name", "pk").distinct()


class PlanForm(forms.Form):
    """The weekly pattern of a run."""

    HOURS, COUNT, LAST_DAY = "hours", "count", "last_day"
    """How a plan ends."""

    weekdays = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("staff", "Days of the week"),
        choices=CentreHours.Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": pgettext_lazy("staff", "Tick at least one day.")},
    )
    starts = forms.TimeField(label=pgettext_lazy("staff", "From"), widget=HourInput)
    ends = forms.TimeField(label=pgettext_lazy("staff", "To"), widget=HourInput)
    first_day = forms.DateField(label=pgettext_lazy("staff", "First day"), widget=DayInput)
    until = forms.ChoiceField(
        label=pgettext_lazy("staff", "How many sessions"),
        choices=[
            (HOURS, pgettext_lazy("staff", "Until the course's hours are filled")),
            (COUNT, pgettext_lazy("staff", "This number of sessions:")),
            (LAST_DAY, pgettext_lazy("staff", "Until this day:")),
        ],
        initial=HOURS,
        widget=forms.RadioSelect,
    )
    count = forms.IntegerField(
        label=pgettext_lazy("staff", "Number of sessions"), min_value=1, max_value=MOST_SESSIONS, required=False
    )
    last_day = forms.DateField(label=pgettext_lazy("staff", "Last day"), required=False, widget=DayInput)
    room = forms.CharField(label=pgettext_lazy("staff", "Room"), max_length=80, required=False)
    trainer = TrainerField(
        label=pgettext_lazy("staff", "Trainer"), required=False, empty_label=pgettext_lazy("staff", "Nobody yet")
    )
    free_days = forms.CharField(
        label=pgettext_lazy("staff", "Days off"),
        help_text=pgettext_lazy(
            "staff", "Beside the public holidays: 24.12.2026, or 24.12.2026 - 6.1.2027; several with commas."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sets_dates = forms.BooleanField(
        label=pgettext_lazy("staff", "The group's start, end and time of day follow from the sessions"), required=False
    )

    def __init__(self, *args: Any, run: Run, sessions: Sequence[Session], **kwargs: Any) -> None:
        self.run = run
        now = clock.now()
        self.begun = [session for session in sessions if session.starts_at <= now]
        self.coming = [session for session in sessions if session.starts_at > now]
        super().__init__(*args, **{"initial": self._initial(sessions), **kwargs})
        self.fields["until"].help_text = npgettext(
            "staff", "The course has %(count)s hour.", "The course has %(count)s hours.", run.course.hours
        ) % {"count": run.course.hours}
        cast(TrainerField, self.fields["trainer"]).queryset = teachers_at(run.centre, also=self.initial["trainer"])

    def _initial(self, sessions: Sequence[Session]) -> dict[str, Any]:
        pattern = pattern_of(sessions)
        usual = pattern[0] if pattern else None
        return {
            "weekdays": sorted({part.meeting.weekday for part in pattern}),
            "starts": usual.meeting.starts if usual else None,
            "ends": usual.meeting.ends if usual else None,
            "room": usual.room if usual else "",
            "trainer": usual.trainer_id if usual else None,
            "first_day": clock.today() + dt.timedelta(days=1) if self.begun else self.run.starts_on,
            "sets_dates": not self.begun,
        }

    def clean_free_days(self) -> frozenset[dt.date]:
        """Return the days off. Refuses what is no day."""
        try:
            return parse_free_days(self.cleaned_data["free_days"])
        except NotADay as error:
            raise forms.ValidationError(str(error)) from error

    def clean_first_day(self) -> dt.date:
        """Return the first day. What has begun stays as it is, so a new plan begins after it."""
        day: dt.date = self.cleaned_data["first_day"]
        if self.begun and day <= clock.today():
            raise forms.ValidationError(pgettext("staff", "Past sessions stay: choose a day to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a pattern that gives no sessions, or too many."""
        data = self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", pgettext("staff", "A session ends after it starts."))
        needed = {self.COUNT: "count", self.LAST_DAY: "last_day"}.get(data.get("until", ""))
        if needed and not data.get(needed) and needed not in self.errors:
            self.add_error(needed, pgettext("staff", "Fill this in, or choose another way to end."))
        if not self.errors and data["until"] == self.HOURS and self._hours_left() <= 0:
            self.add_error("until", pgettext("staff", "The sessions given so far fill the course's hours."))
        if not self.errors:
            self._refuse_extremes()
        return data

    def _refuse_extremes(self) -> None:
        try:
            sessions = self.plan().sessions
        except ValueError:
            self.add_error("last_day", pgettext("staff", "That would be too many sessions."))
            return
        if not sessions:
            self.add_error("last_day", pgettext("staff", "No session fits in before this day."))

    def _hours_left(self) -> float:
        given = sum((session.ends_at - session.starts_at).total_seconds() / 3600 for session in self.begun)
        return self.run.course.hours - given

    def plan(self) -> Plan:
        """Return the plan that a valid form asks for. Raises ``ValueError`` for too many sessions."""
        data = self.cleaned_data
        pattern = [PatternMeeting(Meeting(weekday, data["starts"], data["ends"])) for weekday in data["weekdays"]]
        count, last_day = None, None
        if data["until"] == self.LAST_DAY:
            last_day = data["last_day"]
        elif data["until"] == self.COUNT:
            count = data["count"]
        else:
            count = sessions_for_hours(self._hours_left(), data["starts"], data["ends"])
        return plan_pattern(
            first_day=data["first_day"], pattern=pattern, count=count, last_day=last_day, free_days=data["free_days"]
        )


class CopyForm(forms.Form):
    """When a copy of a run begins, and its name."""

    starts_on = forms.DateField(
        label=pgettext_lazy("staff", "First day"),
        help_text=pgettext_lazy("staff", "The weekly pattern begins on this day, or on the next one that fits."),
        widget=DayInput,
    )
    code = forms.SlugField(
        label=pgettext_lazy("staff", "Code"),
        max_length=50,
        required=False,
        help_text=pgettext_lazy("staff", "Empty: made of centre, course and month."),
    )

    def clean_code(self) -> str:
        """Refuse a code that another run has."""
        code: str = self.cleaned_data["code"]
        if code and Run.objects.filter(code=code).exists():
            raise forms.ValidationError(pgettext("staff", "Another group has this code."))
        return code


class MoveRunForm(forms.Form):
    """Where a run goes: another first day, another venue."""

    starts_on = forms.DateField(
        label=pgettext_lazy("staff", "First day"),
        help_text=pgettext_lazy("staff", "All sessions move by as many days."),
        widget=DayInput,
    )
    venue = forms.CharField(
        label=pgettext_lazy("staff", "Venue"),
        help_text=pgettext_lazy("staff", "Empty: the centre's address."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, run: Run, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"starts_on": run.starts_on, "venue": run.venue}, **kwargs})
        self.run = run
        if run.starts_on <= clock.today():
            self.fields["starts_on"].disabled = True
            self.fields["starts_on"].help_text = pgettext(
                "staff", "This group has begun: move its sessions one by one."
            )

    def clean_starts_on(self) -> dt.date:
        """Refuse a day that isn't to come."""
        day: dt.date = self.cleaned_data["starts_on"]
        if day != self.run.starts_on and day <= clock.today():
            raise forms.ValidationError(pgettext("staff", "A group can only be moved to a day to come."))
        return day

    @property
    def days(self) -> int:
        """By how many days the run moves."""
        return (self.cleaned_data["starts_on"] - self.run.starts_on).days


class TargetField(forms.ModelChoiceField):
    """A run that the people of a cancelled one can wait for."""

    def label_from_instance(self, obj: Run) -> str:
        """Return what would happen."""
        sentence = npgettext(
            "staff",
            "They come first on the waiting list of %(code)s (%(centre)s): %(count)s place left",
            "They come first on the waiting list of %(code)s (%(centre)s): %(count)s places left",
            obj.places_left,
        )
        return sentence % {"code": obj.code, "centre": obj.centre.name, "count": obj.places_left}


class CancelRunForm(forms.Form):
    """Where the people of a cancelled run go."""

    into = TargetField(
        label=pgettext_lazy("staff", "What happens to the people"),
        queryset=Run.objects.none(),
        required=False,
        blank=True,
        empty_label=pgettext_lazy("staff", "They stay on our list and come first when the next group opens"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, run: Run, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Run.objects.plannable_by(user).upcoming(clock.today()).filter(course=run.course).exclude(pk=run.pk)
        cast(TargetField, self.fields["into"]).queryset = others.select_related("centre").with_places()
