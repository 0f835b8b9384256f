"""What the clock does to enrolments; the worker runs it. Every function may be killed and repeated."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from courses.enrolment.codes import Suspicion
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.places import lock_run
from courses.enrolment.promotion import promote
from courses.enrolment.services import clear_suspicion
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.steps import finish
from portal import clock
from portal.protection import captcha

logger = logging.getLogger(__name__)

TOKEN_LIFETIME = dt.timedelta(seconds=110)
"""reCAPTCHA's tokens live two minutes; a little is left for the way."""


def expire_offers() -> int:
    """Take back every offer whose deadline has passed and offer the places on, a run at a time; return how many."""
    due = Enrolment.objects.filter(state=State.OFFERED, offer_expires_at__lte=clock.now())
    expired = 0
    for run_id in due.order_by("run_id").values_list("run_id", flat=True).distinct():
        try:
            expired += _expire_in(run_id)
        except Refused:
            logger.info("run %s is busy: its offers end at the next round", run_id)
    if expired:
        logger.info("offers that ran out: %d", expired)
    return expired


@transaction.atomic
def _expire_in(run_id: int) -> int:
    run = lock_run(run_id)
    due = list(
        Enrolment.objects.filter(run=run, state=State.OFFERED, offer_expires_at__lte=clock.now())
        .select_related("person", "course", "centre")
        .select_for_update(of=("self",), no_key=True)
        .order_by("offer_expires_at", "pk")
    )
    for enrolment in due:
        enrolment.run = run
    finish(due, Verb.EXPIRE, Actor.SYSTEM)
    promote(run)
    return len(due)


def check_again() -> int:
    """Ask reCAPTCHA once more about what it could not be asked about; return how many are cleared.

    A token that has become too old is forgotten: staff decide then.
    """
    open_checks = Enrolment.objects.filter(suspicion=Suspicion.UNCHECKED).exclude(captcha_token="")
    open_checks.filter(submitted_at__lt=clock.now() - TOKEN_LIFETIME).update(captcha_token="")
    if not captcha.is_enabled():
        return 0
    cleared = 0
    for enrolment in open_checks.order_by("pk"):
        outcome = captcha.check_token(enrolment.captcha_token, action="enrol")
        if outcome == captcha.PASSED:
            try:
                clear_suspicion(enrolment=enrolment, actor=Actor.SYSTEM)
            except Refused:
                continue  # the run is busy; the token may live long enough for the next round
            cleared += 1
        elif outcome == captcha.LOW_SCORE:
            Enrolment.objects.filter(pk=enrolment.pk).update(suspicion=Suspicion.LOW_SCORE, captcha_token="")
    return cleared
