"""A centre with two colleagues, people who enrolled there, and what asks for a job."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from courses.bulk.models import BulkJob
from courses.bulk.work import work_on_bulk_jobs
from courses.enrolment.models import Enrolment
from tests.courses.inbox.conftest import centre, colleague, enrol, other_centre, run, staff, staff_client  # noqa: F401
from tests.factories import EventFactory

ENOUGH = 60.0
"""Seconds that the worker is given in tests: it comes back when there is nothing more to do."""


def work() -> None:
    """Let the worker do all that there is."""
    work_on_bulk_jobs(seconds=ENOUGH)


def outcomes(job: BulkJob) -> dict[str, tuple[str, str]]:
    """Return outcome and message of every enrolment of a job, by the person's name."""
    rows = job.items.values_list("enrolment__person__name", "outcome", "message")
    return {name: (outcome, message) for name, outcome, message in rows}


@pytest.fixture
def enrolled(enrol):  # noqa: F811
    """Make an enrolment with the first entry of its history."""

    def make(name: str, **values: Any) -> Enrolment:
        enrolment = enrol(name, **values)
        EventFactory(enrolment=enrolment)
        return enrolment

    return make


@pytest.fixture
def ask(staff_client):  # noqa: F811
    """Go the way of a user: from ticked rows to the form, and send it. Returns the job."""

    def go(action: str, enrolments: list[Enrolment], *, leave_out: list[Enrolment] = (), **answers: Any) -> BulkJob:  # type: ignore[assignment]
        query = {"action": action, "id": [enrolment.pk for enrolment in enrolments]}
        page = staff_client.get(reverse("bulk:start"), query)
        assert page.status_code == 200, page.headers
        out = {enrolment.pk for enrolment in leave_out}
        sent = {
            "action": action,
            "rows": page.context["rows_field"],
            "id": [row.enrolment.pk for row in page.context["rows"] if row.enrolment.pk not in out],
            "key": page.context["key"],
            "list": page.context["list_query"],
            **answers,
        }
        response = staff_client.post(reverse("bulk:start"), sent)
        assert response.status_code == 302, response.context["form"].errors
        return BulkJob.objects.get(pk=response["Location"].rstrip("/").rsplit("/", 1)[1])

    return go
