"""Until when the next step of an enrolment is promised: what the queue is sorted by."""

from __future__ import annotations

import datetime as dt

from courses.enrolment.models import Enrolment
from courses.enrolment.states import WAITS_FOR_STAFF, State
from portal.working_days import add_working_days

ASK_AGAIN_AFTER = 3
"""Working days after which a question without an answer is ours again."""


def promised_by(enrolment: Enrolment, before: str, now: dt.datetime) -> dt.datetime | None:
    """Return when the next step is due after a change of state from ``before`` at ``now``, ``None`` for never.

    New and in review: so many working days as the centre promises, from the moment since it is ours; taking it
    into review doesn't prolong that, an answer or a second chance begins anew. A question: three working
    days. An offer: its deadline. Reads ``enrolment.centre`` where it is ours.
    """
    state = State(enrolment.state)
    if state in WAITS_FOR_STAFF:
        if before in WAITS_FOR_STAFF and enrolment.due_at is not None:
            return enrolment.due_at
        return add_working_days(now, enrolment.centre.answer_days)
    if state is State.NEEDS_INFORMATION:
        return add_working_days(now, ASK_AGAIN_AFTER)
    return enrolment.offer_expires_at if state is State.OFFERED else None
