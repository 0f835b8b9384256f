"""What reports count beside courses, for the classes of one centre, and a report that was frozen."""

from __future__ import annotations

import datetime as dt
from itertools import cycle

from django.contrib.auth.models import User

from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from courses.people.completing import complete_person
from courses.reports.models import Milestone
from courses.reports.scope import quarter_of
from courses.reports.services import freeze_report, record_helpfulness, record_milestone
from portal import clock
from portal.directory.models import Centre

ABOUT = (
    ("female", 1991, "UA"),
    ("male", 1987, "SY"),
    ("female", 1979, "NP"),
    ("", None, ""),
    ("male", 2009, "UA"),
    ("female", 1961, "MD"),
    ("male", 1994, "LK"),
    ("female", 2001, ""),
    ("female", None, "BD"),
)
"""Gender, year of birth and nationality, over and over; some aren't written down yet."""
MILESTONES = (
    (Milestone.Kind.GUIDANCE, 9),
    (Milestone.Kind.GUIDANCE, 6),
    (Milestone.Kind.QUALIFICATION, 5),
    (Milestone.Kind.GUIDANCE, 3),
    (Milestone.Kind.LONG_TERM, 2),
)
"""What happened to one after the other, and how many days ago."""


def load_reports(users: dict[str, User]) -> None:
    """Fill in what is known about who takes part, write down milestones, freeze a report; through the services."""
    centre = Centre.objects.filter(code="iasi").first()
    if not users or centre is None:
        return
    staff = users["staff-iasi"]
    learners = list(
        Enrolment.objects.filter(centre=centre, state__in=[State.ATTENDING, State.COMPLETED]).order_by("pk")
    )
    for enrolment, (gender, birth_year, nationality) in zip(learners, cycle(ABOUT), strict=False):
        complete_person(enrolment=enrolment, user=staff, gender=gender, birth_year=birth_year, nationality=nationality)
    for enrolment, (kind, days_ago) in zip(learners, MILESTONES, strict=False):
        on = clock.today() - dt.timedelta(days=days_ago)
        record_milestone(enrolment=enrolment, user=staff, kind=kind, on=on)
    completed = [enrolment for enrolment in learners if enrolment.state == State.COMPLETED]
    for number, enrolment in enumerate(completed):
        record_helpfulness(enrolment=enrolment, has_helped=number != 1)
    if learners:
        last = quarter_of(clock.today()).previous
        freeze_report(
            user=users["coordinator"],
            title="Raport trimestrial (demonstrativ)",
            first_day=last.first_day,
            last_day=clock.today(),
            centres=[centre],
            project=None,
        )
