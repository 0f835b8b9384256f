"""Server and worker are killed at any moment while people enrol: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from courses.catalogue.models import Run
from portal.messages.models import Message
from tests.bench.crowd import Post
from tests.bench.scenarios import a_run, enrolment_posts
from tests.load import ledger
from tests.load.patience import people_enrolling
from tests.load.processes import Portal, wait_until
from tests.load.tripwires import Tripwire

pytestmark = pytest.mark.usefixtures("real_time", "a_centre")

PEOPLE = 90
"""For each of the two runs."""
CAPACITY = 25
SEED = 20261123
HISTORY = Tripwire("courses_event", 1)
"""The server waits here when an enrolment is written and its history isn't."""
OUTBOX = Tripwire("portal_message", 2)
"""The worker waits here when it is about to write what people are told."""


def test_kills_lose_nothing_and_double_nothing(test_url: str, portal_on: Callable[[str], Portal]) -> None:
    choose = random.Random(SEED)
    reviewed = a_run(capacity=CAPACITY)
    first_come = a_run(capacity=CAPACITY, rule=Run.Rule.CONFIRM)
    posts = shuffled(choose, [*enrolment_posts(reviewed, PEOPLE), *enrolment_posts(first_come, PEOPLE)])
    portal = portal_on(test_url)
    for wire in (HISTORY, OUTBOX):
        wire.stretch()

    def kill_all_server_processes_while_they_write() -> None:
        with HISTORY.held(until_wait=2):
            portal.kill_all_server_processes()

    def kill_the_worker_while_it_tells() -> None:
        with OUTBOX.held(until_wait=1):
            portal.kill_the_worker()

    strikes: list[Callable[[], None]] = [
        *[lambda: portal.kill_a_server_process(choose)] * 3,
        *[portal.kill_all_server_processes] * 2,
        *[kill_all_server_processes_while_they_write] * 2,
        portal.kill_the_server,
        *[lambda: portal.kill_the_worker_later(choose)] * 2,
        *[kill_the_worker_while_it_tells] * 2,
        *[portal.kill_the_worker_while_it_sends] * 2,
    ]
    choose.shuffle(strikes)

    with people_enrolling(portal.server.port, posts) as crowd:
        for number, strike in enumerate(strikes):
            crowd.wait_until_kept(number * len(posts) // (len(strikes) + 1) + choose.randint(1, 8))
            strike()

    assert not crowd.given_up
    assert crowd.statuses[0] >= 2, "nobody's form was on its way when the server ended: it proves nothing"
    assert len(crowd.kept) == len(posts)
    assert ledger.wrong_with_enrolments(crowd.kept) == []

    portal.worker.kill()
    portal.kills += 1
    ledger.let_leases_end()
    portal.worker.start()
    wait_until(lambda: ledger.what_is_left() == 0, "the worker doesn't come to an end")
    assert ledger.wrong_with_enrolments(crowd.kept) == []
    assert ledger.wrong_with_places(first_come, crowd.kept) == []
    assert ledger.wrong_with_messages() == []
    by_mail = [mail.identity for mail in portal.mail.received]
    assert ledger.wrong_with_deliveries(Message.Channel.EMAIL, by_mail, most_doubles=portal.kills) == []
    by_sms = [sms.key for sms in portal.sms.received if sms.accepted]
    assert ledger.wrong_with_deliveries(Message.Channel.SMS, by_sms, most_doubles=portal.kills) == []
    assert ledger.doubles_of(by_mail) >= 2, "a message that had arrived when the worker was killed arrives again"


def shuffled(choose: random.Random, posts: list[Post]) -> list[Post]:
    """Return the same posts in another order; every fourth person has no e-mail address and asks for SMS."""
    without = {"email": "", "contact_by": "sms"}
    return [
        post if number % 4 else replace(post, answers={**post.answers, **without})
        for number, post in enumerate(choose.sample(posts, len(posts)))
    ]
