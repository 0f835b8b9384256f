"""The same centre, staff, run and people as the certificates have, and marks of attendance."""

from __future__ import annotations

import datetime as dt

import pytest

from courses.attendance.models import Attendance, Mark
from tests.courses.certificates.conftest import (  # noqa: F401 - fixtures
    centre,
    learner,
    run,
    staff,
    staff_client,
    stranger_client,
)
from tests.factories import SessionFactory


@pytest.fixture
def sessions(run):  # noqa: F811 - the fixture
    """Ten held sessions of two hours."""
    return [SessionFactory(run=run, meeting=number) for number in range(10)]


@pytest.fixture
def attend(sessions):
    """``attend(enrolment, 8)``: they were there eight times of ten."""

    def mark(enrolment, times: int) -> None:
        Attendance.objects.bulk_create(
            Attendance(
                session=session,
                enrolment=enrolment,
                mark=Mark.PRESENT if number < times else Mark.ABSENT,
                marked_at=session.ends_at + dt.timedelta(minutes=1),
            )
            for number, session in enumerate(sessions)
        )

    return mark
