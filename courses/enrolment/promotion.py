"""Free places and who gets them: the waiting list in its order, in the transaction that freed them."""

from __future__ import annotations

import datetime as dt

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from courses.enrolment.places import free_places
from courses.enrolment.states import ACTIVE, HOLDS_PLACE, Actor, State, Verb
from courses.enrolment.steps import finish
from portal import clock


def offer_deadline(run: Run, now: dt.datetime) -> dt.datetime:
    """Return when an offer made now ends: aware, never past the run's last day to enter.

    Staff who offer after that day give the full time.
    """
    deadline = now + dt.timedelta(hours=run.offer_hours)
    last_moment = dt.datetime.combine(run.last_entry_on, dt.time(23, 59), tzinfo=clock.ZONE)
    return min(deadline, last_moment) if last_moment > now else deadline


def takes_people(run: Run) -> bool:
    """Whether the system may still offer places of a run: it takes place, and its last day to enter isn't over."""
    return run.state == Run.State.OPEN and clock.today() <= run.last_entry_on


def promote(run: Run) -> list[Enrolment]:
    """Offer the free places of a locked run to its waiting list, in order; return who got one.

    The same number of queries for one and for a hundred.
    """
    if not takes_people(run):
        return []
    free = free_places(run)
    if not free:
        return []
    next_in_line = list(
        Enrolment.objects.waiting()
        .can_be_offered()
        .filter(run=run)
        .select_related("person", "course", "centre")
        .select_for_update(of=("self",), no_key=True)[: len(free)]
    )
    offer_places(run, next_in_line, free)
    return next_in_line


def offer_places(run: Run, enrolments: list[Enrolment], free: list[int], *, is_told_later: bool = False) -> None:
    """Hold a place for each of these enrolments of a locked run, the lowest first, and tell them."""
    deadline = offer_deadline(run, clock.now())
    for enrolment, place in zip(enrolments, free, strict=False):
        enrolment.run = run
        enrolment.place = place
        enrolment.offer_expires_at = deadline
    finish(enrolments, Verb.OFFER, Actor.SYSTEM, is_told_later=is_told_later)


def reclaim(run: Run, wanted: int) -> int:
    """Take back up to ``wanted`` places of a locked run that somebody holds twice; return how many were.

    Who seems to be in the run already may have got a second place while there were enough: it is the first
    to go to somebody else. The person keeps the other one and is told.
    """
    doubles = list(
        Enrolment.objects.filter(
            run=run, state__in=HOLDS_PLACE & ACTIVE, duplicate_of__run=run, duplicate_of__state__in=ACTIVE
        )
        .exclude(state=State.ATTENDING)
        .select_related("person", "course", "centre", "duplicate_of")
        .select_for_update(of=("self",), no_key=True)
        .order_by("-submitted_at", "-pk")[:wanted]
    )
    for enrolment in doubles:
        enrolment.run = run
        enrolment.merged_into = enrolment.duplicate_of
    finish(doubles, Verb.MERGE, Actor.SYSTEM, fields=["merged_into"])
    return len(doubles)
