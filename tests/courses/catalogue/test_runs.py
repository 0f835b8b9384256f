"""Runs: what can be entered, what is left, what the finder finds, when the group meets."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from courses.catalogue.finder import FinderForm
from courses.catalogue.models import Run
from portal import clock
from tests.factories import CentreFactory, CountyFactory, EnrolmentFactory, RunFactory, SessionFactory

pytestmark = pytest.mark.django_db


def test_one_count_for_places_and_queue() -> None:
    run = RunFactory(capacity=3)
    EnrolmentFactory(run=run, offered=True)
    EnrolmentFactory(run=run, confirmed=True)
    EnrolmentFactory(run=run, waiting=True)
    EnrolmentFactory(run=run, withdrawn=True)
    EnrolmentFactory(confirmed=True)  # of another run
    counted = Run.objects.with_places().get(pk=run.pk)
    assert (counted.places_taken, counted.places_left, counted.queue_length) == (2, 1, 1)


@pytest.mark.parametrize(
    ("trait", "is_open"),
    [
        ("scheduled", True),
        ("draft", False),
        ("cancelled", False),
        ("not_yet_open", False),
        ("closed", False),
        ("past", False),
    ],
)
def test_the_row_and_the_query_agree_on_what_is_open(trait: str, is_open: bool) -> None:
    run = RunFactory(**{trait: True})
    today = clock.today()
    assert run.is_open_for_enrolment(today) is is_open
    assert Run.objects.open_on(today).filter(pk=run.pk).exists() is is_open


def test_a_run_takes_people_for_two_weeks_after_its_start_and_never_past_its_end() -> None:
    start = dt.date(2027, 1, 11)
    assert RunFactory(starts_on=start).last_entry_on == dt.date(2027, 1, 25)
    assert RunFactory(starts_on=start, ends_on=dt.date(2027, 1, 15)).last_entry_on == dt.date(2027, 1, 15)


def test_dates_that_contradict_each_other_are_refused() -> None:
    run = RunFactory.build(course=None, centre=None, starts_on=dt.date(2027, 2, 1), ends_on=dt.date(2027, 1, 1))
    with pytest.raises(ValidationError) as refusal:
        run.clean()
    assert set(refusal.value.message_dict) == {"ends_on"}


class TestFinding:
    def found(self, **choices: str) -> set[str]:
        return set(Run.objects.matching(**FinderForm(choices).choices()).values_list("code", flat=True))

    def test_nothing_chosen_finds_everything(self) -> None:
        RunFactory(code="a")
        RunFactory(code="b", online=True)
        assert self.found() == {"a", "b"}

    def test_a_county_finds_its_centres_those_that_serve_it_and_what_is_online(self) -> None:
        cluj, iasi = CountyFactory(code="CJ"), CountyFactory(code="IS")
        RunFactory(code="in-cluj", centre=CentreFactory(county=cluj))
        RunFactory(code="serves-cluj", centre=CentreFactory(county=iasi, counties_served=[cluj, iasi]))
        RunFactory(code="in-iasi", centre=CentreFactory(county=iasi))
        RunFactory(code="online", online=True, centre=CentreFactory(county=iasi))
        assert self.found(county="CJ") == {"in-cluj", "serves-cluj", "online"}

    def test_every_other_choice_narrows(self) -> None:
        RunFactory(
            code="fits", course__level="A2", mode="hybrid", time_of_day="morning", audience="women", childcare=True
        )
        RunFactory(code="other", course__kind="orientation", course__level="", mode="onsite", time_of_day="evening")
        for choices in (
            {"kind": "romanian"},
            {"level": "A2"},
            {"mode": "hybrid"},
            {"time_of_day": "morning"},
            {"women_only": "on"},
            {"childcare": "on"},
        ):
            assert self.found(**choices) == {"fits"}, choices

    def test_a_choice_that_does_not_exist_is_ignored(self) -> None:
        RunFactory(code="a")
        assert self.found(kind="'; DROP TABLE", county="XX", level="Z9") == {"a"}


def test_the_weekly_pattern_leaves_exceptions_out() -> None:
    run = RunFactory()
    for week in range(6):
        SessionFactory(run=run, meeting=week)
    moved = SessionFactory(run=run, meeting=6)
    moved.starts_at += dt.timedelta(days=1)
    moved.ends_at += dt.timedelta(days=1)
    moved.save()
    SessionFactory(run=run, meeting=7, is_cancelled=True)
    (meeting,) = run.schedule
    assert meeting.weekday == run.starts_on.weekday()
    assert meeting.hours == "18:00-20:00"
    with translation.override("si"):
        assert not meeting.weekday_name.isascii()
