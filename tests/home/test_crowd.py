"""The crowd that measurements are taken with: as asked for, plausible, and only where nobody real is."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from courses.attendance.models import Attendance
from courses.catalogue.models import Run, Session
from courses.enrolment.models import Enrolment
from courses.enrolment.states import HOLDS_PLACE, State
from courses.people.models import Person
from tests.factories import CentreFactory, CourseFactory

pytestmark = pytest.mark.django_db


def test_the_crowd_is_as_large_as_asked_for_and_lives_in_every_state(capsys: pytest.CaptureFixture[str]) -> None:
    CentreFactory.create_batch(2)
    CourseFactory.create_batch(2)
    call_command("seed_enrolments", enrolments=3000, persons=200, runs=60)

    assert (Enrolment.objects.count(), Person.objects.count(), Run.objects.count()) == (3000, 200, 60)
    assert set(Enrolment.objects.values_list("state", flat=True)) == set(State)
    assert Session.objects.count() == 60 * 24
    assert Attendance.objects.exists()
    assert "3,000 enrolments" in capsys.readouterr().out
    places = Enrolment.objects.filter(state__in=HOLDS_PLACE)
    assert not places.filter(place=None).exists()
    crowded = places.values("run", "run__capacity").annotate(taken=Count("pk"))
    assert all(row["taken"] <= row["run__capacity"] for row in crowded)
    due = Enrolment.objects.exclude(due_at=None).values_list("state", flat=True)
    assert set(due) == {State.SUBMITTED, State.IN_REVIEW, State.NEEDS_INFORMATION, State.OFFERED}
    assert all(enrolment.events.exists() for enrolment in Enrolment.objects.all()[:20])
    Person.objects.create(name="Next", phone="+40700000999", language="en")  # keys go on after the crowd's


def test_it_refuses_to_stand_among_real_people(settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="real ones"):
        call_command("seed_enrolments", enrolments=1, persons=1, runs=1)
    assert not Person.objects.exists()


def test_it_says_what_is_missing_and_comes_once() -> None:
    with pytest.raises(CommandError, match="load_demo"):
        call_command("seed_enrolments", enrolments=10, persons=5, runs=2)
    CentreFactory()
    CourseFactory()
    call_command("seed_enrolments", enrolments=10, persons=5, runs=2)
    with pytest.raises(CommandError, match="already"):
        call_command("seed_enrolments", enrolments=10, persons=5, runs=2)
