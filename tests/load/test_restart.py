"""PostgreSQL ends without a warning while people enrol; it comes back, and the portal goes on by itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from django.db import connections

from courses.catalogue.models import Run
from portal.messages.models import Message
from tests.bench.scenarios import a_run, enrolment_posts
from tests.load import ledger
from tests.load.cluster import Cluster, django_on, running_cluster
from tests.load.conftest import make_a_centre
from tests.load.patience import people_enrolling
from tests.load.processes import Portal, wait_until
from tests.load.test_kills import shuffled

PEOPLE = 40
"""For each of the two runs."""
CAPACITY = 15
RESTARTS = 2
SEED = 20261124


@pytest.fixture
def cluster(real_time: None, test_url: str) -> Iterator[Cluster]:
    """A PostgreSQL with the tables of this test's database, which Django uses as long as the test lasts."""
    with running_cluster() as cluster:
        cluster.copy(test_url)
        with django_on(cluster.url):
            make_a_centre()
            yield cluster


def test_the_database_ends_under_load(cluster: Cluster, portal_on: Callable[[str], Portal]) -> None:
    assert cluster.is_durable()
    choose = random.Random(SEED)
    reviewed = a_run(capacity=CAPACITY)
    first_come = a_run(capacity=CAPACITY, rule=Run.Rule.CONFIRM)
    posts = shuffled(choose, [*enrolment_posts(reviewed, PEOPLE), *enrolment_posts(first_come, PEOPLE)])
    portal = portal_on(cluster.url)

    with people_enrolling(portal.server.port, posts) as crowd:
        for moment in sorted(choose.sample(range(5, len(posts) - 20), RESTARTS)):
            crowd.wait_until_kept(moment)
            cluster.restart()
    connections.close_all()

    assert not crowd.given_up
    assert set(crowd.statuses) - {303}, "the restart was noticed by nobody: it proves nothing"
    assert portal.worker.is_running, "the worker gave up"
    assert ledger.wrong_with_enrolments(crowd.kept) == []
    # The same worker goes on: only what it was sending when the database ended waits for its lease.
    wait_until(lambda: ledger.what_is_left() <= RESTARTS, "the worker doesn't go on")
    portal.worker.kill()
    ledger.let_leases_end()
    portal.worker.start()
    wait_until(lambda: ledger.what_is_left() == 0, "the worker doesn't come to an end")
    assert len(crowd.kept) == len(posts)
    assert ledger.wrong_with_enrolments(crowd.kept) == []
    assert ledger.wrong_with_places(first_come, crowd.kept) == []
    assert ledger.wrong_with_messages() == []
    by_mail = [mail.identity for mail in portal.mail.received]
    assert ledger.wrong_with_deliveries(Message.Channel.EMAIL, by_mail, most_doubles=RESTARTS + 1) == []
    by_sms = [sms.key for sms in portal.sms.received if sms.accepted]
    assert ledger.wrong_with_deliveries(Message.Channel.SMS, by_sms, most_doubles=RESTARTS + 1) == []
