"""Reads of a run's people, as its board and its paper show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from courses.enrolment.querysets import EnrolmentQuerySet
from courses.enrolment.states import HOLDS_PLACE, WAITS_FOR_STAFF, State

MOST = 25
"""So many of a list stand on the board; the inbox shows the rest."""
UNDECIDED = WAITS_FOR_STAFF | {State.NEEDS_INFORMATION}
ENDED = frozenset(State) - HOLDS_PLACE - UNDECIDED - {State.WAITING}
WIDE = ("comment", "captcha_token", "person__search_name", "person__match_key")
"""What no list shows."""


@dataclass(frozen=True)
class People:
    """Everybody of a run, in four lists, each with how many there are in all."""

    learners: Sequence[Enrolment]
    waiting: Sequence[Enrolment]
    undecided: Sequence[Enrolment]
    ended: Sequence[Enrolment]
    counts: dict[str, int]

    def number_of(self, states: frozenset[State]) -> int:
        """Return how many stand in these states."""
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def waiting_count(self) -> int:
        """How many are on the waiting list."""
        return self.number_of(frozenset({State.WAITING}))

    @property
    def undecided_count(self) -> int:
        """How many are still to be decided about."""
        return self.number_of(UNDECIDED)

    @property
    def ended_count(self) -> int:
        """How many are here no more."""
        return self.number_of(ENDED)


def people_of(run: Run) -> People:
    """Return everybody of a run: holders of places by their number, the others in the order in which they wait.

    Five queries for a run of any size.
    """
    counts = Enrolment.objects.filter(run=run).order_by().values_list("state").annotate(number=Count("pk"))
    rows = rows_of(run)
    return People(
        learners=_of(run, rows.holding().order_by("place")),
        waiting=_of(run, rows.waiting()[:MOST]),
        undecided=_of(run, rows.filter(state__in=UNDECIDED).order_by("submitted_at", "pk")[:MOST]),
        ended=_of(run, rows.filter(state__in=ENDED).order_by("-state_since", "-pk")[:MOST]),
        counts=dict(counts),
    )


def rows_of(run: Run) -> EnrolmentQuerySet:
    """Return the enrolments of a run with their person, without what no list shows."""
    return Enrolment.objects.filter(run=run).select_related("person").defer(*WIDE)


def _of(run: Run, rows: EnrolmentQuerySet) -> list[Enrolment]:
    """Read rows; run, course and centre are those of the board."""
    found = list(rows)
    for enrolment in found:
        enrolment.run = run
        if enrolment.centre_id == run.centre_id:
            enrolment.centre = run.centre
    return found
