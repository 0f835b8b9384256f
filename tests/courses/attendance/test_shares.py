"""What share somebody attended, and the warnings before they are lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.attendance.models import Mark
from courses.attendance.shares import Meeting, share_of, shares_of
from courses.enrolment.services import mark_dropped, move_enrolment
from portal import clock
from tests.courses.attendance.conftest import tap
from tests.factories import RunFactory, SessionFactory

_START = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)


@st.composite
def meetings(draw: st.DrawFn) -> list[Meeting]:
    """Up to forty meetings, a day apart, of any usual length; held ones with or without a mark."""
    kinds = st.tuples(st.integers(15, 480), st.booleans(), st.sampled_from(["", *Mark.values]))
    return [
        Meeting(_START + dt.timedelta(days=day), minutes, is_held, mark if is_held else "")
        for day, (minutes, is_held, mark) in enumerate(draw(st.lists(kinds, max_size=40)))
    ]


@given(meetings(), st.integers(0, 100))
def test_a_share_lies_between_nothing_and_everything_and_never_says_too_much(held, percent) -> None:
    share = share_of(held, completion_percent=percent)
    assert 0 <= share.attended_minutes <= share.held_minutes
    if share.percent is None:
        assert share.held_minutes == 0 and not share.reaches(percent)
    else:
        assert 0 <= share.percent <= 100
        # Rounded down, a whole percentage is reached exactly when the minutes reach it.
        assert share.reaches(percent) == (share.attended_minutes * 100 >= percent * share.held_minutes)


@given(meetings(), st.integers(1, 100), st.integers(15, 480))
def test_coming_never_lowers_a_share_and_missing_never_raises_it(before, percent, minutes) -> None:
    def after(mark: str):
        later = Meeting(_START + dt.timedelta(days=99), minutes, is_held=True, mark=mark)
        return share_of([*before, later], completion_percent=percent)

    share = share_of(before, completion_percent=percent)
    for mark in Mark.values:
        assert after(mark).held_minutes == share.held_minutes + minutes
    assert after("present") == after("late")
    assert (after("present").percent or 0) >= (share.percent or 0)
    assert (after("absent").percent or 0) <= (share.percent or 0) or share.percent is None
    assert after("excused").percent == after("absent").percent
    assert after("absent").missed_in_a_row == share.missed_in_a_row + 1
    assert after("excused").missed_in_a_row == after("present").missed_in_a_row == 0


@given(meetings(), st.integers(1, 100))
def test_out_of_reach_is_what_coming_to_everything_that_is_left_doesnt_mend(known, percent) -> None:
    share = share_of(known, completion_percent=percent)
    best = [Meeting(one.starts_at, one.minutes, is_held=True, mark=one.mark or "present") if not one.is_held else one
            for one in known]  # fmt: skip
    in_the_best_case = share_of(best, completion_percent=percent)
    if share.held_minutes:
        assert ("out_of_reach" in share.warnings) == (not in_the_best_case.reaches(percent))
    else:
        assert "out_of_reach" not in share.warnings


@pytest.mark.parametrize(
    ("marks", "missed", "is_warned"),
    [
        ("a", 1, False),
        ("aa", 2, True),
        ("paaa", 3, True),
        ("aap", 0, False),
        ("aea", 1, False),
        ("aae", 0, False),
        ("a-a", 2, True),  # a session in which somebody forgot them says nothing
        ("aa-", 2, True),
    ],
)
def test_absent_twice_in_a_row_without_an_excuse(marks, missed, is_warned) -> None:
    letters = {mark.value[0]: mark.value for mark in Mark} | {"-": ""}
    held = [Meeting(_START + dt.timedelta(days=n), 60, is_held=True, mark=letters[m]) for n, m in enumerate(marks)]
    share = share_of(held, completion_percent=0)
    assert (share.missed_in_a_row, share.warning == "missed") == (missed, is_warned)


def test_the_most_urgent_warning_comes_first() -> None:
    held = [Meeting(_START + dt.timedelta(days=n), 60, is_held=True, mark="absent") for n in range(3)]
    share = share_of(held, completion_percent=70, joined_late=True)
    assert share.warnings == ("missed", "out_of_reach", "joined_late")
    assert share.warning == "missed"


@pytest.mark.django_db
def test_held_is_what_ended_took_place_and_was_marked(run, meet, learn, save) -> None:
    amina, boris = learn("Amina"), learn("Boris")
    held, unmarked, cancelled, now, later = meet(-6), meet(-5), meet(-4), meet(0, hour=11), meet(3)
    save(tap(amina), tap(boris, "excused"), session=held)
    save(tap(amina), session=cancelled)
    cancelled.is_cancelled = True
    cancelled.save()
    save(tap(amina), session=now)  # goes on until one o'clock, and it is noon
    shares = shares_of(run)
    assert (shares[amina.pk].attended_minutes, shares[amina.pk].held_minutes) == (120, 120)
    assert (shares[boris.pk].percent, shares[boris.pk].held_minutes) == (0, 120)
    assert unmarked.run == later.run == run


@pytest.mark.django_db
def test_it_counts_from_the_day_on_which_the_place_was_confirmed(run, meet, learn, save) -> None:
    early, late = learn("Amina", days=30), learn("Boris", days=4)
    for days in (-7, -6, -2):
        session = meet(days)
        save(tap(early), *([tap(late)] if days == -2 else []), session=session)
    shares = shares_of(run)
    assert (shares[early.pk].held_minutes, shares[early.pk].warnings) == (360, ())
    assert (shares[late.pk].held_minutes, shares[late.pk].percent) == (120, 100)
    assert shares[late.pk].warning == "joined_late"


@pytest.mark.django_db
def test_marks_go_along_when_somebody_is_moved(run, meet, learn, save, staff) -> None:
    amina = learn("Amina")
    save(tap(amina), session=meet(-6))
    save(tap(amina, "absent"), session=meet(-5))
    other = RunFactory(centre=run.centre, course=run.course, starts_on=run.starts_on, last_entry_on=clock.today())
    stranger = learn("Boris", run=other)
    session = meet(-5, hour=14, run=other)
    save(tap(stranger), session=session)
    amina.refresh_from_db()
    move_enrolment(enrolment=amina, run=other, user=staff)
    share = shares_of(other)[amina.pk]
    assert (share.attended_minutes, share.held_minutes) == (120, 240)
    assert "joined_late" not in share.warnings
    assert amina.pk not in shares_of(run)


@pytest.mark.django_db
def test_who_has_left_keeps_a_share(run, meet, learn, save, staff) -> None:
    amina = learn("Amina")
    save(tap(amina), session=meet(-6))
    amina.refresh_from_db()
    mark_dropped(enrolment=amina, user=staff)
    assert shares_of(run)[amina.pk].percent == 100


@pytest.mark.django_db
def test_an_hour_that_the_clocks_put_back_is_counted(run, learn, save) -> None:
    amina = learn("Amina", days=60)
    night = dt.datetime(2026, 10, 25, 2, 0, tzinfo=clock.ZONE)
    session = SessionFactory(run=run, starts_at=night, ends_at=dt.datetime(2026, 10, 25, 5, 0, tzinfo=clock.ZONE))
    from courses.attendance.models import Attendance

    Attendance.objects.create(session=session, enrolment=amina, mark="present")
    assert shares_of(run)[amina.pk].held_minutes == 240


@pytest.mark.django_db
def test_a_large_run_takes_as_many_queries_as_a_small_one(run, meet, learn, save) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            shares_of(run)
        return len(queries)

    save(tap(learn("Prima")), session=meet(-3))
    few = count()
    people = [learn(f"A {number}-a") for number in range(12)]
    for days in (-6, -5, -4):
        save(*(tap(each, "late") for each in people), session=meet(days))
    assert count() == few <= 5
