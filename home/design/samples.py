"""Stand-ins that the components of the design page show: never saved, the same every day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course, Run, Session
from home.centres.pages import CentrePage
from home.events.kinds import EventKind
from home.events.models import Event
from home.events.pages import EventPage, ListedEvent
from home.pages import PlainPage
from portal import clock, languages
from portal.directory.funds import Fund
from portal.directory.models import Centre, CentreHours, CentrePhone, County, Project
from portal.directory.offers import Access, Help
from portal.directory.opening import DayPlan, Opening
from portal.directory.special_days import SpecialDay
from resources.situations.pages import SituationPage


def sample_context(code: str) -> dict[str, Any]:
    """Return what the specimens show, in the active language; ``code`` keeps the ids of two languages apart."""
    page = EventPage(title=gettext("Open day"))
    return {
        "runs": sample_runs(),
        "pages": [
            PlainPage(title=gettext("First steps"), summary=gettext("A person reads every enrolment and answers it."))
        ],
        "situations": [
            SituationPage(title=gettext("Learn Romanian"), symbol="speak"),
            SituationPage(title=gettext("Get help now"), symbol="umbrella"),
            SituationPage(title=gettext("Find a centre"), symbol="key"),
        ],
        "finding_form": SampleForm(prefix=f"finding-{code}"),
        "empty_form": SampleForm(prefix=f"empty-{code}"),
        "wrong_form": SampleForm({f"wrong-{code}-email": "x@"}, prefix=f"wrong-{code}"),
        "events": [
            ListedEvent(event, page, "#events", languages.get_language(code), False) for event in sample_events()
        ],
        "project": Project(fund=Fund.AMIF),
        "centre_page": CentrePage(title="", centre=sample_centre(f"sample-{code}")),
        "openings": sample_openings(),
    }


def sample_centre(code: str = "sample") -> Centre:
    """Return a centre that isn't."""
    today = clock.today()
    return Centre(
        code=code,
        name="Centrul din Iași",
        city="Iași",
        county=County(code="IS", name="Iași"),
        address="Strada Lămpilor 8",
        latitude="47.15850",
        longitude="27.60140",
        spoken_languages=["ro", "ar", "uk"],
        offers=[Help.ADVICE, Help.LEGAL, Help.CHILDREN],
        access=[Access.STEP_FREE],
        phones=[CentrePhone(number="+40232000022"), CentrePhone(number="+40700000022", has_whatsapp=True)],
        hours=[CentreHours(weekday=day, opens=dt.time(9), closes=dt.time(17)) for day in range(5)],
        special_days=[SpecialDay(day=today + dt.timedelta(days=n), reason="training") for n in (1, 2, 3)],
    )


def sample_openings() -> list[Opening]:
    """Return what is said of a centre that is open, opens later, tomorrow, on a day of this week and at some time."""
    day, nine = clock.today(), dt.time(9)
    usual = DayPlan(day, ((nine, dt.time(17)),), ())
    free = DayPlan(day, (), (), gettext("National Day"))
    return [
        Opening(usual, closes=dt.time(17)),
        *(Opening(usual if not n else free, opens_on=day + dt.timedelta(days=n), opens=nine) for n in (0, 1, 3, 9)),
        Opening(free),
    ]


def sample_runs() -> list[Run]:
    """Return a group in each of the states that its card tells apart."""
    states: list[dict[str, Any]] = [
        {"places_left": 7, "childcare": True},
        {"places_left": 0, "queue_length": 4, "mode": Run.Mode.ONLINE, "audience": Run.Audience.WOMEN},
        {"places_left": 12, "opens_on": clock.today() + dt.timedelta(days=10), "time_of_day": Run.TimeOfDay.WEEKEND},
        {"places_left": 12, "state": Run.State.CANCELLED},
    ]
    return [_run(number, state) for number, state in enumerate(states, start=1)]


def sample_events() -> list[Event]:
    """Return an event that takes place, and one that doesn't any more."""
    begins = dt.datetime.combine(clock.today() + dt.timedelta(days=9), dt.time(15), tzinfo=dt.UTC)
    times = {"starts_at": begins, "ends_at": begins + dt.timedelta(hours=2), "centre": sample_centre()}
    return [Event(kind=kind, is_cancelled=off, **times) for kind, off in zip(EventKind, (False, True), strict=False)]


def _run(number: int, state: dict[str, Any]) -> Run:
    today = clock.today()
    counted = {name: state.pop(name, 0) for name in ("places_left", "queue_length")}
    fields: dict[str, Any] = {
        "course": Course(code="sample", kind=Course.Kind.ROMANIAN, level="A1"),
        "centre": sample_centre(),
        "time_of_day": Run.TimeOfDay.EVENING,
        "capacity": 14,
        "opens_on": today - dt.timedelta(days=10),
        "starts_on": today + dt.timedelta(days=20),
        "ends_on": today + dt.timedelta(days=120),
        "last_entry_on": today + dt.timedelta(days=34),
        "state": Run.State.OPEN,
    }
    run = Run(pk=number, **{**fields, **state})
    for name, value in counted.items():
        setattr(run, name, value)
    begins = dt.datetime.combine(run.starts_on, dt.time(17), tzinfo=dt.UTC)
    run.sessions = [Session(starts_at=begins, ends_at=begins + dt.timedelta(hours=2))]
    return run


class SampleForm(forms.Form):
    """One field of each kind, under labels of the enrolment form."""

    name = forms.CharField(label=_("Name"), error_messages={"required": _("Please write the name.")})
    email = forms.EmailField(label=_("E-mail"), required=False)
    county = forms.ChoiceField(label=_("County"), choices=[("IS", "Iași"), ("CJ", "Cluj")], required=False)
    mode = forms.ChoiceField(label=_("Where"), choices=Run.Mode.choices, widget=forms.RadioSelect, required=False)
    note = forms.CharField(
        label=_("Anything we should know?"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    needs_childcare = forms.BooleanField(label=_("I need childcare during the course"), required=False)
