"""A class that is under way, with a session today: marks to look at, and one to set. All names are invented."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.models import User

from courses.attendance.models import Mark
from courses.attendance.services import Marked, save_marks
from courses.catalogue.models import Course, Run, Session
from courses.catalogue.services import make_sessions, plan_sessions
from courses.enrolment.models import Enrolment
from courses.enrolment.services import mark_dropped
from courses.enrolment.submissions import Submission
from courses.intake.services import Then, enrol_walk_in
from home.demo.enrolments import make_older
from portal import clock
from portal.directory.models import Centre, Project

CODE = "iasi-a1-noon"
STARTED = dt.timedelta(days=21)
SESSIONS = 35
ENROLLED_BEFORE = dt.timedelta(days=80)
"""When most of them came; their places were confirmed half as long ago, before the first session."""

LEARNERS = (
    ("Марія Приклад", "uk", "ppppppp"),
    ("Ірина Зразкова", "uk", "pplpppp"),
    ("Тарас Приміренко", "uk", "pppppaa"),
    ("أمينة المثال", "ar", "ppppppp"),
    ("سمير نموذج", "ar", "plppepp"),
    ("ياسمين مثال", "ar", "ppppppp"),
    ("प्रकाश उदाहरण", "ne", "ppapppp"),
    ("माया नमुना", "ne", "ppppppl"),
    ("নাসরিন উদাহরণ", "bn", "ppppppp"),
    ("රුවනි නිදසුන", "si", "pppppep"),
    ("කසුන් නිදසුන", "si", "aapaaea"),
    ("Ayşe Örnek", "tr", "ppppppp"),
    ("Emre Örnek", "tr", "plllppp"),
    ("Анна Примерная", "ru", "ppppppp"),
    ("रवि उदाहरण", "hi", "pppappp"),
    ("مریم نمونه", "fa", "ppppppp"),
    ("کامران مثال", "ur", "ppppapp"),
    ("Grace Sample", "en", "ppppppp"),
    ("Samuel Sample", "en", "eeppppp"),
    ("Priya Sample", "en", "-----pp"),
    ("Viktor Priklad", "uk", "ppaa---"),
)
"""Name, language, and a letter for each session that is marked: the first of the mark's name, "-" for none."""
JOINED_LATE = "Priya Sample"
LEFT = "Viktor Priklad"
LEFT_SINCE = dt.timedelta(days=4)
_MARKS = {mark.value[0]: mark for mark in Mark}


def load_attendance(users: dict[str, User]) -> None:
    """Make the class with its sessions, learners and marks, through the services; nothing without accounts.

    Today and every session before it fall on the same days of the week. The last one before today isn't
    marked yet.
    """
    centre, course = Centre.objects.filter(code="iasi").first(), Course.objects.filter(code="romanian-a1").first()
    if not users or centre is None or course is None:
        return
    trainer, staff = users["trainer"], users["staff-iasi"]
    run = _make_run(centre, course, trainer, staff)
    learners = {name: _enrol(run, name, language, number, staff) for number, (name, language, _) in enumerate(LEARNERS)}
    past = Session.objects.filter(run=run, ends_at__lt=clock.now()).exclude(starts_at__date=clock.today())
    for number, session in enumerate(past.order_by("starts_at")[: len(LEARNERS[0][2])]):
        marks = [
            Marked(learners[name].pk, _MARKS[letters[number]], session.ends_at, uuid.uuid4().hex)
            for name, _language, letters in LEARNERS
            if letters[number] != "-"
        ]
        save_marks(session=session, user=trainer, marks=marks)
    session = past.order_by("starts_at")[2]
    excused = Marked(learners["प्रकाश उदाहरण"].pk, Mark.EXCUSED, clock.now(), uuid.uuid4().hex, Mark.ABSENT)
    save_marks(session=session, user=staff, marks=[excused])
    make_older(mark_dropped(enrolment=learners[LEFT], user=staff), LEFT_SINCE * 2)


def _make_run(centre: Centre, course: Course, trainer: User, staff: User) -> Run:
    first_day = clock.today() - STARTED
    planned = plan_sessions(
        first_day=first_day,
        weekdays={(clock.today() + dt.timedelta(days=days)).weekday() for days in (0, 2, 4)},
        starts=dt.time(12),
        ends=dt.time(14),
        count=SESSIONS,
    )
    run = Run(
        course=course,
        centre=centre,
        project=Project.objects.filter(runs__centre=centre).first(),
        code=CODE,
        time_of_day=Run.TimeOfDay.AFTERNOON,
        capacity=22,
        minimum=10,
        opens_on=first_day - dt.timedelta(weeks=8),
        starts_on=planned[0].starts_at.date(),
        ends_on=planned[-1].starts_at.date(),
        state=Run.State.OPEN,
    )
    run.save()
    make_sessions(run=run, sessions=planned, room="Sala galbenă", trainer=trainer, user=staff)
    return run


def _enrol(run: Run, name: str, language: str, number: int, staff: User) -> Enrolment:
    submission = Submission(name, language, f"+407000002{number:02d}", may_leave_message=True, level="none")
    enrolment = enrol_walk_in(
        run=run,
        submission=submission,
        user=staff,
        submission_id=f"demo-class-{number}",
        then=Then.CONFIRM,
        reason="Listă de la școală",
    )
    make_older(enrolment, dt.timedelta(days=20) if name == JOINED_LATE else ENROLLED_BEFORE)
    return enrolment
