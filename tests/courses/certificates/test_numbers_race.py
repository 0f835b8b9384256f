"""Colleagues issue certificates at the same moment, on real PostgreSQL: every number once, and no gap."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connections

from courses.certificates import numbers, services
from courses.certificates.models import Certificate
from courses.certificates.services import issue_certificate
from courses.enrolment.errors import Refused
from portal import clock
from tests.factories import EnrolmentFactory, RunFactory

COLLEAGUES = 3


def _issue_at_once(staff) -> list[bool]:
    """Let colleagues issue in a run of their own at the same moment; return who succeeded."""
    enrolments = [EnrolmentFactory(run=RunFactory(past=True), completed=True) for _each in range(COLLEAGUES)]
    all_have_counted = Barrier(COLLEAGUES)
    take = services.take_numbers

    def take_slowly(count: int) -> list[str]:
        taken = take(count)
        # Without the lock all meet here with the same number; with it, one is here and the others wait outside.
        with contextlib.suppress(BrokenBarrierError):
            all_have_counted.wait(timeout=0.25)
        return taken

    def issue(enrolment) -> bool:
        try:
            issue_certificate(enrolment=enrolment, user=staff)
        except IntegrityError:
            return False
        finally:
            connections.close_all()
        return True

    with patch.object(services, "take_numbers", take_slowly), ThreadPoolExecutor(COLLEAGUES) as colleagues:
        return list(colleagues.map(issue, enrolments))


@pytest.mark.django_db(transaction=True)
def test_every_number_is_given_once_and_none_is_left_out(staff) -> None:
    assert _issue_at_once(staff) == [True] * COLLEAGUES
    year = clock.today().year
    found = Certificate.objects.order_by("number").values_list("number", flat=True)
    assert list(found) == [f"{year}-{serial:06d}" for serial in range(1, COLLEAGUES + 1)]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_meet(staff) -> None:
    with patch.object(numbers, "wait_for_turn", lambda _year: None):
        assert _issue_at_once(staff).count(True) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_certificate_is_issued_once(staff) -> None:
    enrolment = EnrolmentFactory(run=RunFactory(past=True), completed=True)

    def issue(_number: int) -> bool:
        try:
            issue_certificate(enrolment=enrolment, user=staff)
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(3) as colleagues:
        assert sorted(colleagues.map(issue, range(3))) == [False, False, True]
    assert Certificate.objects.count() == 1
