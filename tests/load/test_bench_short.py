"""The benchmark in short: one last place, places freed at once; and without the locks too many are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.db import connection

from tests.bench.scenarios import ACCEPTED, freed_places, last_place
from tests.bench.server import Server, running

pytestmark = pytest.mark.usefixtures("real_time", "a_centre")

PROCESSES = 3
ROUNDS = 3
PEOPLE = 40
PLACES, WAITING = 15, 30
CONTROL_ROUNDS = 10
"""More than enough: without the locks nearly every round gives too many places."""


@pytest.fixture
def serving(test_url: str, tmp_path: Path) -> Callable[[str], AbstractContextManager[Server]]:
    """``serving(application)`` is a server of several processes on this test's database."""

    def start(application: str) -> AbstractContextManager[Server]:
        environment = {"TEST_MEDIA_ROOT": str(tmp_path)}
        return running(test_url, processes=PROCESSES, application=application, environment=environment)

    return start


@pytest.fixture
def server(serving: Callable[[str], AbstractContextManager[Server]]) -> Iterator[Server]:
    """The portal as it is."""
    with serving("portal.wsgi") as server:
        yield server


def test_a_place_has_one_holder(server: Server) -> None:
    for _round in range(ROUNDS):
        done = last_place(server.port, PEOPLE)
        assert (done.winners, done.kept, dict(done.statuses)) == (1, PEOPLE, {ACCEPTED: PEOPLE})
    done = freed_places(server.port, PLACES, WAITING)
    assert (done.winners, done.offers, done.kept) == (PLACES, PLACES, PLACES + WAITING)
    assert dict(done.statuses) == {ACCEPTED: PLACES}
    assert done.in_order


def test_without_the_locks_more_places_are_given_than_there_are(
    serving: Callable[[str], AbstractContextManager[Server]],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_holder_a_place")
    with serving("tests.bench.unlocked") as server:
        too_many_winners = (last_place(server.port, PEOPLE).winners > 1 for _round in range(CONTROL_ROUNDS))
        assert any(too_many_winners), (
            "two of the last place's crowd never won: the benchmark would notice no missing lock"
        )
        too_many_offers = (
            freed_places(server.port, PLACES, WAITING).offers > PLACES for _round in range(CONTROL_ROUNDS)
        )
        assert any(too_many_offers), "no more was offered than was freed: the benchmark would notice no missing lock"
