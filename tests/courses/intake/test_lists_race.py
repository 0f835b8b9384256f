"""Two presses at the same moment, on real PostgreSQL: one list, brought in once, and no error for either."""

from __future__ import annotations

import contextlib
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from unittest.mock import patch

import pytest
from django.db import connections

from courses.enrolment.models import Enrolment
from courses.intake import services
from courses.intake.models import ImportBatch
from courses.intake.reading import read_list
from courses.intake.services import Agreement, bring_in, keep_list
from tests.courses.intake.conftest import table


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_bring_a_list_in_once(staff, run) -> None:
    listing = read_list(table(["Nume", "Telefon"], ["Amina Prima", "0700000001"], ["Yusuf Altul", "0700000002"]))
    batch = keep_list(run=run, listing=listing, file_name="lista.csv", user=staff)
    both_are_in = Barrier(2)
    check = services.check_list

    def check_slowly(kept: ImportBatch):
        readings = check(kept)
        # Without the lock both meet here, and both bring the list in; with it, one waits for the other outside.
        with contextlib.suppress(BrokenBarrierError):
            both_are_in.wait(timeout=1)
        return readings

    def press(_number: int) -> int:
        try:
            return len(
                bring_in(
                    batch=ImportBatch.objects.get(pk=batch.pk),
                    user=staff,
                    agreement=Agreement("pe hârtie", dt.date(2026, 11, 1)),
                    expected=2,
                    leaves_out_errors=False,
                    tells=True,
                )
            )
        finally:
            connections.close_all()

    with patch.object(services, "check_list", check_slowly), ThreadPoolExecutor(2) as presses:
        assert sorted(presses.map(press, range(2))) == [0, 2]
    assert Enrolment.objects.count() == 2
