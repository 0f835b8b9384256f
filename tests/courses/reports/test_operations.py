"""How it goes: waiting times, promises, how far people came, attendance and demand, over the right enrolments."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.attendance.models import Attendance
from courses.reports import operations
from courses.reports.charts import bars, share
from courses.reports.durations import duration
from courses.reports.scope import Scope, month_of, quarter_of
from portal import clock
from tests.factories import EnrolmentFactory, EventFactory, ProjectFactory, RunFactory, SessionFactory

pytestmark = pytest.mark.django_db

MONDAY = dt.datetime(2026, 11, 2, 10, tzinfo=clock.ZONE)
HOUR = 3600


@pytest.fixture
def november(centre):
    return Scope(month_of(dt.date(2026, 11, 1)), (centre.pk,))


@pytest.fixture
def received(run):
    """``received(hours={"offer": 3}, state="offered")``: an enrolment and when which step followed."""

    def make(*, at=MONDAY, steps=(), state="submitted", **values):
        enrolment = EnrolmentFactory(run=values.pop("run", run), state=state, submitted_at=at, **values)
        EventFactory(enrolment=enrolment, at=at)
        for verb, to_state, hours, actor in steps:
            moment = at + dt.timedelta(hours=hours)
            EventFactory(enrolment=enrolment, verb=verb, to_state=to_state, at=moment, actor=actor)
        return enrolment

    return make


def headline(scope):
    return operations.measure(scope, operations.HEADLINE)["headline"][0]


def test_the_first_answer_is_what_we_tell_not_what_we_look_at(november, received) -> None:
    steps = [("claim", "in_review", 1, "staff"), ("ask", "needs_information", 5, "staff")]
    received(state="needs_information", steps=steps)
    assert headline(november)["answered"] == [5 * HOUR, 5 * HOUR]


def test_what_the_person_does_is_no_answer_of_ours(november, received) -> None:
    received(state="withdrawn", steps=[("withdraw", "withdrawn", 2, "person")])
    row = headline(november)
    assert row["answered"] in (None, [None, None])
    assert (row["in_time"], row["promised"]) == (0, 0)


def test_half_and_nine_of_ten(november, received) -> None:
    for hours in range(1, 12):
        received(state="offered", steps=[("offer", "offered", hours, "staff")])
    assert headline(november)["answered"] == [6 * HOUR, 10 * HOUR]
    assert headline(november)["placed"] == [6 * HOUR, 10 * HOUR]


def test_the_time_we_waited_for_the_person_is_not_ours(november, received) -> None:
    steps = [("ask", "needs_information", 1, "staff"), ("offer", "offered", 50, "staff")]
    received(state="offered", steps=steps, paused_for=dt.timedelta(hours=40))
    received()  # who has no place yet waits, but not for no time
    assert headline(november)["placed"] == [10 * HOUR, 10 * HOUR]


@pytest.mark.parametrize(
    ("at", "hours", "is_in_time"),
    [
        (MONDAY, 24, True),
        (MONDAY, 25, False),
        (dt.datetime(2026, 11, 6, 10, tzinfo=clock.ZONE), 72, True),  # Friday to Monday, the same time of day
        (dt.datetime(2026, 11, 6, 10, tzinfo=clock.ZONE), 73, False),
        (dt.datetime(2026, 11, 7, 10, tzinfo=clock.ZONE), 61, True),  # Saturday: to the end of Monday
        (dt.datetime(2026, 11, 7, 10, tzinfo=clock.ZONE), 63, False),
    ],
)
def test_in_time_is_within_the_working_days_that_the_centre_promises(november, received, at, hours, is_in_time) -> None:
    received(at=at, state="offered", steps=[("offer", "offered", hours, "staff")])
    row = headline(november)
    assert (row["in_time"], row["promised"]) == (int(is_in_time), 1)


def test_holidays_and_longer_promises_count(centre, received) -> None:
    centre.answer_days = 2
    centre.save()
    before_the_holiday = dt.datetime(2026, 11, 27, 10, tzinfo=clock.ZONE)  # Friday; Monday and Tuesday are holidays
    scope = Scope(quarter_of(dt.date(2026, 11, 1)), (centre.pk,))
    with time_machine.travel(dt.datetime(2026, 12, 20, tzinfo=dt.UTC)):
        received(at=before_the_holiday, state="offered", steps=[("offer", "offered", 6 * 24, "staff")])
        assert headline(scope)["in_time"] == 1


def test_what_nobody_answered_is_late_once_the_promise_is_over(november, received) -> None:
    received()
    received(at=clock.now() - dt.timedelta(hours=1))
    row = headline(november)
    assert (row["received"], row["in_time"], row["promised"]) == (2, 0, 1)


def test_how_far_people_came_and_why_they_left(november, received) -> None:
    offered = ("offer", "offered", 1, "staff")
    received(state="completed", steps=[offered, ("confirm", "confirmed", 2, "person")])
    received(state="declined", steps=[offered])
    received(state="rejected", steps=[("claim", "in_review", 1, "staff")], reason="no_answer")
    received()
    measured = operations.measure(november)
    assert {row["reached"]: row["count"] for row in measured["reached"]} == {0: 1, 1: 1, 2: 1, 5: 1}
    lost = {(row["state"], row["reached"], row["reason"]) for row in measured["lost"]}
    assert lost == {("declined", 2, ""), ("rejected", 1, "no_answer")}


@pytest.mark.parametrize("values", [{"state": "spam"}, {"state": "merged"}, {"suspicion": "honeypot"}])
def test_what_is_nobodys_stays_out(november, received, values) -> None:
    received(**values)
    assert headline(november)["received"] == 0


def test_wishes_are_demand_and_nothing_else(november, centre) -> None:
    EnrolmentFactory(without_run=True, centre=centre, submitted_at=MONDAY, state="waiting")
    measured = operations.measure(november)
    assert measured["headline"][0]["received"] == 0
    assert [(row["county"], row["count"], row["wishes"]) for row in measured["counties"]] == [("IS", 1, 1)]


def test_demand_by_county_language_and_level(november, received) -> None:
    for language, level in (("ar", "none"), ("ar", "A1"), ("uk", "none")):
        received(person__language=language, level=level)
    measured = operations.measure(november)
    assert {row["language"]: row["count"] for row in measured["languages"]} == {"ar": 2, "uk": 1}
    assert {row["level"]: row["count"] for row in measured["levels"]} == {"none": 2, "A1": 1}
    assert {row["county"]: row["count"] for row in measured["counties"]} == {"IS": 3}


def test_months_are_those_of_romania(centre, received) -> None:
    received(at=dt.datetime(2026, 10, 31, 22, 30, tzinfo=dt.UTC))  # 1 November, 00:30 in Bucharest
    months = operations.measure(Scope(quarter_of(dt.date(2026, 11, 1)), (centre.pk,)))["months"]
    assert [(row["month"], row["count"]) for row in months] == [("2026-11", 1)]


def test_attendance_is_of_the_sessions_of_the_period(centre, run, take_part) -> None:
    scope = Scope(month_of(dt.date(2026, 9, 1)), (centre.pk,))
    here, later = SessionFactory(run=run), SessionFactory(run=run, meeting=6)
    cancelled = SessionFactory(run=run, meeting=1, is_cancelled=True)
    for mark in ("present", "late", "absent", "excused"):
        for session in (here, later, cancelled):
            Attendance.objects.create(session=session, enrolment=take_part(), mark=mark)
    october = Scope(month_of(dt.date(2026, 10, 1)), (centre.pk,))
    assert operations.attendance(scope) == {run.course_id: operations.Marks(2, 4)}
    assert operations.attendance(october) == {run.course_id: operations.Marks(2, 4, 2, 4)}


def test_the_scope_narrows_everything_down(centre, other_centre, received) -> None:
    funded = RunFactory(centre=centre, project=ProjectFactory())
    received(run=funded)
    received()
    received(run=RunFactory(centre=other_centre))
    period = month_of(dt.date(2026, 11, 1))
    assert headline(Scope(period, (centre.pk,)))["received"] == 2
    assert headline(Scope(period, (centre.pk, other_centre.pk)))["received"] == 3
    assert headline(Scope(period, (centre.pk,), funded.project_id))["received"] == 1
    assert headline(Scope(period, ()))["received"] == 0
    assert len(operations.waiting_now(Scope(period, (centre.pk,), funded.project_id))) == 0


def test_a_fixed_number_of_queries(november, received) -> None:
    for _number in range(6):
        received(state="offered", steps=[("offer", "offered", 2, "staff")])
    with CaptureQueriesContext(connection) as queries:
        operations.measure(november)
        operations.attendance(november)
        operations.waiting_now(november)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 5


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "–"),
        (0, "0 minutes"),
        (60, "1 minute"),
        (3600, "1 hour"),
        (47 * HOUR, "47 hours"),
        (48 * HOUR, "2 days"),
        (60 * HOUR, "2.5 days"),
    ],
)
def test_durations_in_words(seconds, text) -> None:
    assert duration(seconds) == text


def test_bars_are_as_long_as_their_figures() -> None:
    long, short = bars([{"label": "a", "value": 40, "part": 10}, {"label": "b", "value": 10}])
    assert (long.length, long.part, short.length) == (100, 25, 25)
    assert bars([{"label": "a", "value": 0}])[0].length == 0
    assert (share(1, 3), share(0, 0)) == (33, None)


def test_a_long_period_is_measured_once_in_five_minutes(client, centre, staff, received) -> None:
    client.force_login(staff)
    page = reverse("reports:operations") + "?first_day=2026-01-01&last_day=2026-12-31"

    def seen(address: str) -> str:
        return client.get(address).context["charts"].headlines[0].now

    received()
    assert seen(page) == "1"
    received()
    assert seen(page) == "1"
    assert seen(reverse("reports:operations")) == "2"
    cache.clear()
    assert seen(page) == "2"
