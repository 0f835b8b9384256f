"""First come: what a run's own rule does with new enrolments, at once or a moment later by the worker."""

from __future__ import annotations

import logging

from django.db import transaction

from courses.catalogue.models import Run
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.places import free_places, lock_run
from courses.enrolment.promotion import offer_places, reclaim, takes_people
from courses.enrolment.states import Actor, Verb
from courses.enrolment.steps import finish

logger = logging.getLogger(__name__)


def decide(run: Run) -> list[Enrolment]:
    """Decide everything of a locked run that its rule hasn't decided, in order of arrival; return all of it.

    A free place is offered or confirmed, unless others wait already; everybody else joins the waiting list.
    Where the rule was changed, or no place can be taken up any more, staff decide.
    """
    pending = list(
        Enrolment.objects.undecided()
        .filter(run=run)
        .select_related("person", "course", "centre")
        .select_for_update(of=("self",), no_key=True)
    )
    if not pending:
        return []
    if run.rule == Run.Rule.REVIEW or not takes_people(run):
        Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in pending]).update(awaits_decision=False)
        return pending
    pending.sort(key=lambda enrolment: enrolment.duplicate_of_id is not None)  # nobody gets two before others one
    others_wait = Enrolment.objects.waiting().can_be_offered().filter(run=run).exists()
    free = [] if others_wait else free_places(run)
    missing = sum(enrolment.duplicate_of_id is None for enrolment in pending) - len(free)
    if missing > 0 and not others_wait and reclaim(run, missing):
        free = free_places(run)
    placed, waiting = pending[: len(free)], pending[len(free) :]
    if run.rule == Run.Rule.OFFER:
        offer_places(run, placed, free)
    else:
        for enrolment, place in zip(placed, free, strict=False):
            enrolment.run = run
            enrolment.place = place
        finish(placed, Verb.CONFIRM, Actor.SYSTEM)
    for enrolment in waiting:
        enrolment.run = run
        enrolment.queued_at = enrolment.submitted_at
    finish(waiting, Verb.WAIT, Actor.SYSTEM)
    return pending


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


def decide_now(enrolment: Enrolment) -> None:
    """Try to decide a new enrolment in the transaction that wrote it; when the run is busy, the worker does.

    The enrolment is updated in place. ``State.SUBMITTED`` afterwards means: not decided.
    """
    if enrolment.run_id is None:
        return
    try:
        with transaction.atomic():
            decided = decide(lock_run(enrolment.run_id))
    except Refused:
        logger.info("run %s is busy: enrolment %s is kept, the worker decides", enrolment.run_id, enrolment.pk)
        return
    for other in decided:
        if other.pk == enrolment.pk:
            enrolment.state, enrolment.place, enrolment.awaits_decision = other.state, other.place, False
            enrolment.state_since, enrolment.queued_at = other.state_since, other.queued_at
            enrolment.offer_expires_at = other.offer_expires_at
