"""First come: what a run's own rule does with new enrolments, at once or a moment later by the worker."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from django.db import connection, transaction

from courses.catalogue.models import Run
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import tell_many
from courses.enrolment.places import free_places, lock_run
from courses.enrolment.promotion import offer_deadline, offer_places, reclaim, takes_people
from courses.enrolment.states import HOLDS_PLACE, Actor, State, Verb, transition_for
from courses.enrolment.steps import CHANGED_BY_EVERY_STEP, finish

logger = logging.getLogger(__name__)

RECEIPT, RECEIPT_OF_WISH = "received", "interest"
READ_OF_RUN = ["rule", "state", "capacity", "last_entry_on", "offer_hours"]
READ_TO_DECIDE = ["run", "state", "submitted_at", "duplicate_of", *CHANGED_BY_EVERY_STEP]
MOST_ROUNDS = 20
"""How often one request decides for others before it is answered itself."""


def decide(run: Run) -> list[Enrolment]:
    """Decide everything of a locked run that its rule hasn't decided, in order of arrival; return all of it.

    A free place is offered or confirmed, unless others wait already; everybody else joins the waiting list.
    Where the rule was changed, or no place can be taken up any more, staff decide.
    """
    undecided = Enrolment.objects.undecided().filter(run=run).only(*READ_TO_DECIDE)
    pending = list(undecided.select_for_update(no_key=True))
    if not pending:
        return []
    if run.rule == Run.Rule.REVIEW or not takes_people(run):
        Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in pending]).update(awaits_decision=False)
        return pending
    pending.sort(key=lambda enrolment: enrolment.duplicate_of_id is not None)  # nobody gets two before others one
    found = look_at(run)
    others_wait, free = found.others_wait, found.free
    missing = sum(enrolment.duplicate_of_id is None for enrolment in pending) - len(free)
    if missing > 0 and not others_wait and reclaim(run, missing):
        free = free_places(run)
    placed, waiting = pending[: len(free)], pending[len(free) :]
    if run.rule == Run.Rule.OFFER:
        offer_places(run, placed, free, is_told_later=True)
    else:
        for enrolment, place in zip(placed, free, strict=False):
            enrolment.run = run
            enrolment.place = place
        finish(placed, Verb.CONFIRM, Actor.SYSTEM, is_told_later=True)
    for enrolment in waiting:
        enrolment.run = run
        enrolment.queued_at = enrolment.submitted_at
    finish(waiting, Verb.WAIT, Actor.SYSTEM, is_told_later=True)
    return pending


@dataclass(frozen=True)
class Snapshot:
    """A locked run as a newcomer finds it."""

    others_wait: bool
    free: list[int]
    undecided: int
    """Who arrived before and isn't decided."""
    doubles: int
    """Places that somebody holds twice."""


_LOOK = """
    SELECT count(*) FILTER (WHERE state = 'waiting' AND suspicion = '' AND duplicate_of_id IS NULL),
           count(*) FILTER (WHERE state = 'submitted' AND awaits_decision AND suspicion = ''),
           count(*) FILTER (WHERE place IS NOT NULL AND duplicate_of_id IS NOT NULL),
           array_agg(place) FILTER (WHERE place IS NOT NULL)
    FROM courses_enrolment
    WHERE run_id = %s AND state = ANY(%s)
"""
"""Every newcomer asks this under the run's lock; written by hand it takes a tenth of the time to build."""
_COUNTED = sorted({State.WAITING, State.SUBMITTED, *HOLDS_PLACE})


def look_at(run: Run) -> Snapshot:
    """Count what decides about the next place of a locked run. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [run.pk, _COUNTED])
        line, undecided, doubles, places = cursor.fetchone()
    taken = set(places or ())
    free = [] if line else [number for number in range(1, run.capacity + 1) if number not in taken]
    return Snapshot(bool(line), free, undecided, doubles)


@dataclass(frozen=True)
class Outcome:
    """What a run's rule decides about a newcomer: the step, where it leads, and what the enrolment then holds."""

    verb: Verb
    state: State
    place: int | None = None
    offer_expires_at: dt.datetime | None = None
    queued_at: dt.datetime | None = None

    @property
    def message(self) -> str:
        """The message that tells it."""
        return transition_for(self.verb).message


def outcome_for_newcomer(run_id: int, now: dt.datetime) -> Outcome | None:
    """Decide about somebody who arrives now, before anything is written; waits for nobody.

    ``None`` where it isn't that simple: the run's lock is taken, others arrived before and aren't decided,
    somebody holds two places, or staff decide. The enrolment is then kept undecided, and decided by
    :func:`decide_what_arrived`. The lock stays until the caller's transaction ends.
    """
    run = _lock_if_free(run_id)
    if run is None or run.rule == Run.Rule.REVIEW or not takes_people(run):
        return None
    found = look_at(run)
    if found.undecided or (not found.free and not found.others_wait and found.doubles):
        return None
    if not found.free:
        return Outcome(Verb.WAIT, State.WAITING, queued_at=now)
    if run.rule == Run.Rule.OFFER:
        return Outcome(Verb.OFFER, State.OFFERED, found.free[0], offer_expires_at=offer_deadline(run, now))
    return Outcome(Verb.CONFIRM, State.CONFIRMED, found.free[0])


def _lock_if_free(run_id: int) -> Run | None:
    runs = Run.objects.select_for_update(skip_locked=True, no_key=True).only(*READ_OF_RUN)
    return runs.filter(pk=run_id).order_by().first()


def decide_what_was_left() -> int:
    """Decide what could not be decided at once, a run at a time; return how many. The worker calls it."""
    decided = 0
    runs = Enrolment.objects.undecided().order_by("run_id").values_list("run_id", flat=True).distinct()
    for run_id in [pk for pk in runs if pk]:
        try:
            with transaction.atomic():
                decided += len(decide(lock_run(run_id)))
        except Refused:
            logger.info("run %s is busy: its enrolments are decided at the next round", run_id)
    return decided


def decide_what_arrived(enrolment: Enrolment) -> None:
    """Decide what is kept and undecided in a new enrolment's run, waiting for nobody.

    In a crowd one request has the run's lock and decides for all who have arrived, in their order; the others
    find it taken and are answered at once. Whoever had the lock looks again after letting it go, because who
    found it taken in between relies on that; the worker decides what is left when another kind of step had it.
    The enrolment is brought up to date; ``State.SUBMITTED`` afterwards means that it isn't decided yet.
    """
    arrived = Enrolment.objects.undecided().filter(run=enrolment.run_id).order_by()
    for _round in range(MOST_ROUNDS):
        if not arrived.exists():
            break
        with transaction.atomic():
            run = _lock_if_free(enrolment.run_id) if enrolment.run_id else None
            if run is None:
                break
            decide(run)
    if enrolment.awaits_decision:  # it was decided here, or by who had the lock
        enrolment.refresh_from_db(fields=CHANGED_BY_EVERY_STEP)


def tell_what_was_left(batch: int = 200) -> int:
    """Write the messages that were left to the worker, many at once; return how many. It may be killed and repeated."""
    told = 0
    while True:
        with transaction.atomic():
            untold = list(
                Enrolment.objects.exclude(untold="")
                .select_related("person", "course", "centre", "run__centre", "county")
                .select_for_update(of=("self",), no_key=True, skip_locked=True)
                .order_by("submitted_at", "pk")[:batch]
            )
            by_template: dict[str, list[Enrolment]] = {}
            for enrolment in untold:
                by_template.setdefault(enrolment.untold, []).append(enrolment)
            for template, enrolments in by_template.items():
                # The person did the step and has read the answer, except where the run's rule decided.
                actor = Actor.PERSON if template in {RECEIPT, RECEIPT_OF_WISH} else Actor.SYSTEM
                tell_many(enrolments, template, actor=actor)
            Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in untold]).update(untold="")
        told += len(untold)
        if len(untold) < batch:
            return told
