"""The demo shows a class that is over: three certificates, and somebody about whom staff still decide."""

from __future__ import annotations

import pytest

from courses.catalogue.models import Run
from courses.certificates.models import Certificate
from courses.results.roster import Roster
from home.demo.certificates import CODE
from portal import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.whole]


def test_three_have_completed_and_one_is_open() -> None:
    run = Run.objects.get(code=CODE)
    assert run.ends_on < clock.today()
    certificates = Certificate.objects.valid().filter(enrolment__run=run)
    assert {each.language for each in certificates} == {"uk", "ar", "ne"}
    assert all(each.latin_name and each.course_title_own and each.percent >= 70 for each in certificates)
    (row,) = [row for row in Roster(run).rows() if not row.is_settled]
    assert row.meets_rule is False
    assert run in Run.objects.to_close(clock.today())
