"""A run's attendance as a grid: learners by sessions, with shares and warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from courses.attendance.models import Attendance
from courses.attendance.querysets import sessions_of
from courses.attendance.rows import latin_name_of
from courses.attendance.shares import Share, shares_of
from courses.attendance.views import AttendancePage
from courses.attendance.wording import MARKS, WARNINGS
from courses.catalogue.models import Run, Session
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from courses.inbox.labels import STATES, course_label
from courses.people.names import fold_name
from portal import clock
from portal.audit.services import record_look
from portal.directory.models import Centre


@dataclass(frozen=True)
class GridRow:
    """A learner's line of the grid."""

    enrolment: Enrolment
    latin: str
    cells: list[SafeString]
    """How each session's mark is shown; nothing for none."""
    share: Share

    @property
    def warnings(self) -> list[Promise]:
        """What is to be noticed, in words."""
        return [WARNINGS[code] for code in self.share.warnings]

    @property
    def left(self) -> Promise | None:
        """How they left, for who isn't a learner of the run any more."""
        state = State(self.enrolment.state)
        return None if state in (State.CONFIRMED, State.ATTENDING, State.COMPLETED) else STATES[state].name


class RunView(AttendancePage):
    """Everybody's marks of a run. For who may mark one of its sessions."""

    template_name = "attendance/run.html"
    run: Run

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the run among those that the user sees."""
        seen = Run.objects.filter(pk__in=sessions_of(request.user).values("run"))  # type: ignore[arg-type]
        self.run = get_object_or_404(seen.select_related("course", "centre"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return the run's code."""
        return str(self.run.code)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the grid: a fixed number of queries for a run of any size."""
        user: Any = self.request.user
        record_look(user=user, about=f"attendance:{self.run.pk}", centre=self.run.centre)
        now = clock.now()
        sessions = list(Session.objects.filter(run=self.run, is_cancelled=False).order_by("starts_at", "pk"))
        past = [session for session in sessions if session.starts_at <= now]
        rows = grid_of(self.run, past)
        return super().get_context_data(
            run=self.run,
            course=course_label(self.run.course),
            sessions=past,
            sessions_to_come=len(sessions) - len(past),
            rows=rows,
            labels=list(MARKS.values()),
            percent=self.run.course.completion_percent,
            warned=sum(bool({"missed", "out_of_reach"} & set(row.share.warnings)) for row in rows),
            is_staff=Centre.objects.for_staff(user).filter(pk=self.run.centre_id).exists(),
            **kwargs,
        )


def grid_of(run: Run, sessions: list[Session]) -> list[GridRow]:
    """Return the lines of a run for these sessions, in the order of the Latin alphabet. Six queries."""
    shares = shares_of(run)
    learners = Enrolment.objects.filter(pk__in=shares).select_related("person")
    shown = _marks_shown()
    marks: dict[tuple[int, int], str] = {
        (enrolment, session): mark
        for enrolment, session, mark in Attendance.objects.filter(session__in=sessions).values_list(
            "enrolment", "session", "mark"
        )
    }
    rows = [
        GridRow(
            enrolment=learner,
            latin=latin_name_of(learner.person),
            cells=[shown[marks.get((learner.pk, session.pk), "")] for session in sessions],
            share=shares[learner.pk],
        )
        for learner in learners
    ]
    return sorted(rows, key=lambda row: (fold_name(row.latin or row.enrolment.person.name), row.enrolment.pk))


def _marks_shown() -> dict[str, SafeString]:
    """Return each mark as the grid shows it. Made once a page: a class of twenty has hundreds of them."""
    shown = {mark: render_to_string("attendance/parts/dot.html", {"label": label}) for mark, label in MARKS.items()}
    return {**shown, "": SafeString()}
