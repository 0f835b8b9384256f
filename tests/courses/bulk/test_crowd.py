"""Several workers, and workers that are killed: every enrolment of a job is done once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from courses.bulk import work as working
from courses.bulk.models import BulkJob
from courses.bulk.services import start_bulk_job
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import State, Verb
from courses.inbox.version import newest_event
from portal.messages.models import Message
from tests.courses.bulk.conftest import ENOUGH, work
from tests.factories import EnrolmentFactory, MembershipFactory, PersonFactory, RunFactory
from tests.portal.messages.threads import in_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.whole]
AMOUNT = 40
KILLS = 3


def make_job(action: str = "offer", amount: int = AMOUNT, key: str = "k") -> BulkJob:
    """Ask for a job for people of a new centre, who all have an e-mail address."""
    staff = MembershipFactory()
    run = RunFactory(centre=staff.centre, capacity=amount)
    people = [
        EnrolmentFactory(run=run, person=PersonFactory(with_email=True, email=f"{key}{number}@mail.example"))
        for number in range(amount)
    ]
    return start_bulk_job(
        user=staff.user,
        action=action,
        arguments={"reason": ""},
        seen={enrolment.pk: newest_event() for enrolment in people},
        key=key,
    )


def assert_done_once(*jobs: BulkJob) -> None:
    """Every enrolment was offered one place and told once, and its job knows."""
    for job in jobs:
        pks = list(job.items.values_list("enrolment", flat=True))
        assert set(job.items.values_list("outcome", "message")) == {("done", "")}
        offers = Counter(Event.objects.filter(verb=Verb.OFFER, enrolment__in=pks).values_list("enrolment", flat=True))
        assert offers == dict.fromkeys(pks, 1)
        offered = Enrolment.objects.filter(pk__in=pks, state=State.OFFERED)
        assert set(offered.values_list("place", flat=True)) == set(range(1, len(pks) + 1))
        abouts = [enrolment.about_key for enrolment in offered]
        told = Counter(Message.objects.filter(template="offer", about__in=abouts).values_list("about", flat=True))
        assert told == dict.fromkeys(abouts, 1)
        job.refresh_from_db()
        assert job.done_at is not None


def test_two_workers_share_jobs_and_do_everything_once() -> None:
    jobs = [make_job(key="a"), make_job(key="b")]
    in_threads(work, work, work)
    work()
    assert_done_once(*jobs)


def test_without_the_lock_two_workers_would_do_things_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The race is real: what the test above proves isn't luck."""
    done: list[int] = []
    job = make_job()
    monkeypatch.setattr(working, "do", lambda job, item: done.append(item.pk))
    monkeypatch.setattr(type(BulkJob.objects.all()), "select_for_update", lambda self, **_options: self)
    in_threads(work, work, work)
    assert len(done) > AMOUNT
    assert set(done) == set(job.items.values_list("pk", flat=True))


def killed_worker() -> subprocess.Popen[str]:
    """A worker of its own on the test's database."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {"DATABASE_URL": urlunsplit(url), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.courses.bulk.killed_worker"]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)


def test_a_worker_killed_in_the_middle_of_a_transaction_leaves_it_to_be_done_once() -> None:
    job = make_job()
    for _kill in range(KILLS):
        process = killed_worker()
        try:
            assert process.stdout is not None
            for _enrolment in range(random.randint(1, AMOUNT // KILLS - 1)):
                assert process.stdout.readline(), "the worker ended by itself"
        finally:
            process.kill()
            process.wait(10)
    left = job.items.open().count()
    assert 0 < left < AMOUNT
    work()
    assert_done_once(job)


def test_a_long_job_does_not_keep_the_worker() -> None:
    job = make_job()
    working.work_on_bulk_jobs(seconds=0.05)
    assert 0 < job.items.open().count() < AMOUNT
    assert ENOUGH > working.AT_A_TIME
