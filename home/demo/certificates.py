"""A class that is over: three who completed it, with certificates, and one about whom staff still decide."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.contrib.auth.models import User

from courses.attendance.models import Mark
from courses.attendance.services import Marked, save_marks
from courses.catalogue.models import Course, Run, Session
from courses.catalogue.services import make_sessions, plan_sessions
from courses.certificates.services import issue_certificate
from courses.enrolment.models import Enrolment
from courses.enrolment.submissions import Submission
from courses.intake.services import Then, enrol_walk_in
from courses.results.rules import Outcome
from courses.results.services import record_result
from home.demo.enrolments import make_older
from portal import clock
from portal.directory.models import Centre

CODE = "iasi-a1-spring"
STARTED, SESSIONS = dt.timedelta(weeks=13), 35
ENROLLED_BEFORE = dt.timedelta(days=210)
"""When they came; their places were confirmed half as long ago, before the first session."""


@dataclass(frozen=True)
class Graduate:
    """Somebody of the class. ``missed`` sessions of all; ``exit_level`` "" for who isn't decided about."""

    submission: Submission
    latin_name: str
    missed: int
    exit_level: str = ""


CLASS = (
    Graduate(
        Submission(
            "Соломія Прикладна", "uk", "+40700000301", "solomiia@demo.example", contact_by="email", level="none"
        ),
        "Solomiia Prykladna",
        missed=2,
        exit_level="A1",
    ),
    Graduate(
        Submission("نادية النموذجي", "ar", "+40700000302", "nadia@demo.example", contact_by="email", level="none"),
        "Nadia al-Namudhaji",
        missed=5,
        exit_level="A1",
    ),
    Graduate(
        Submission("विमला उदाहरण", "ne", "+40700000303", contact_by="whatsapp", may_leave_message=True, level="A1"),
        "Bimala Udaharan",
        missed=1,
        exit_level="A2",
    ),
    Graduate(Submission("Kwame Sample", "en", "+40700000304", may_leave_message=True, level="none"), "", missed=13),
)


def load_certificates(users: dict[str, User]) -> None:
    """Make the class with its marks, results and certificates, through the services; nothing without accounts."""
    centre, course = Centre.objects.filter(code="iasi").first(), Course.objects.filter(code="romanian-a1").first()
    if not users or centre is None or course is None:
        return
    staff, trainer = users["staff-iasi"], users["trainer"]
    run = _make_run(centre, course, trainer, staff)
    learners = [_enrol(run, graduate.submission, number, staff) for number, graduate in enumerate(CLASS)]
    sessions = list(Session.objects.filter(run=run).order_by("starts_at"))
    for number, session in enumerate(sessions):
        marks = [
            Marked(learner.pk, _mark(graduate, number), session.ends_at, uuid.uuid4().hex)
            for learner, graduate in zip(learners, CLASS, strict=True)
        ]
        save_marks(session=session, user=trainer, marks=marks)
    # Nobody is written down for a class that is over, so it ends only now.
    Run.objects.filter(pk=run.pk).update(ends_on=sessions[-1].starts_at.date())
    for learner, graduate in zip(learners, CLASS, strict=True):
        if graduate.exit_level:
            levels = (graduate.submission.level, graduate.exit_level)
            record_result(enrolment=learner, user=staff, outcome=Outcome.COMPLETED, levels=levels)
            issue_certificate(
                enrolment=learner, user=staff, latin_name=graduate.latin_name, signed_by=staff.get_full_name()
            )


def _make_run(centre: Centre, course: Course, trainer: User, staff: User) -> Run:
    first_day = clock.today() - STARTED
    planned = plan_sessions(
        first_day=first_day, weekdays={0, 2, 4}, starts=dt.time(9), ends=dt.time(11), count=SESSIONS
    )
    run = Run(
        course=course,
        centre=centre,
        code=CODE,
        time_of_day=Run.TimeOfDay.MORNING,
        capacity=15,
        minimum=3,
        opens_on=first_day - dt.timedelta(weeks=20),
        starts_on=planned[0].starts_at.date(),
        ends_on=clock.today(),
        state=Run.State.OPEN,
    )
    run.save()
    make_sessions(run=run, sessions=planned, room="Sala mare", trainer=trainer, user=staff)
    return run


def _enrol(run: Run, submission: Submission, number: int, staff: User) -> Enrolment:
    enrolment = enrol_walk_in(
        run=run,
        submission=submission,
        user=staff,
        submission_id=f"demo-graduate-{number}",
        then=Then.CONFIRM,
        reason="Listă de la școală",
    )
    make_older(enrolment, ENROLLED_BEFORE)
    return enrolment


def _mark(graduate: Graduate, session: int) -> Mark:
    """Absent in every second session, until there were so many."""
    return Mark.ABSENT if session % 2 and session // 2 < graduate.missed else Mark.PRESENT
