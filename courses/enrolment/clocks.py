"""What the clock does to enrolments; the worker runs it."""

from __future__ import annotations

import logging

from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.services import expire_offer
from courses.enrolment.states import State
from portal import clock

logger = logging.getLogger(__name__)


def expire_offers() -> int:
    """Take back every offer whose deadline has passed, each in its own transaction; return how many."""
    due = Enrolment.objects.filter(state=State.OFFERED, offer_expires_at__lte=clock.now()).order_by("offer_expires_at")
    expired = 0
    for enrolment in due:
        try:
            expire_offer(enrolment=enrolment)
        except Refused:
            continue  # the person answered in the same second
        expired += 1
    if expired:
        logger.info("offers that ran out: %d", expired)
    return expired
