"""What staff should look at in a run, said in a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import npgettext, pgettext

from courses.catalogue.models import Run
from courses.enrolment.states import ACTIVE, HOLDS_PLACE, WAITS_FOR_STAFF, State

SOON = dt.timedelta(days=14)
"""So long before the start, free places and people who haven't confirmed are worth a look."""

Counts = Mapping[str, int]
"""How many enrolments of a run stand in each state."""


def held(counts: Counts) -> int:
    """Return how many places are taken: offered ones too, as everywhere."""
    return sum(counts.get(state, 0) for state in HOLDS_PLACE)


def attention(run: Run, counts: Counts, *, unmarked: int, has_sessions: bool, today: dt.date) -> list[str]:
    """Return what needs somebody, the most urgent first; nothing for a run that goes its way.

    ``unmarked`` is how many sessions took place of which nobody has marked who was there.
    """
    found: list[str] = []
    if run.state == Run.State.CANCELLED:
        return found
    if not has_sessions:
        found.append(pgettext("staff", "No sessions yet"))
    if today <= run.starts_on and run.minimum_by <= today + SOON and held(counts) < run.minimum:
        found.append(
            pgettext("staff", "%(taken)s of at least %(minimum)s places taken")
            % {"taken": held(counts), "minimum": run.minimum}
        )
    if today <= run.starts_on <= today + SOON:
        found += _before_the_start(run, counts)
    if waits := sum(counts.get(state, 0) for state in WAITS_FOR_STAFF):
        found.append(npgettext("staff", "%(count)s to decide", "%(count)s to decide", waits) % {"count": waits})
    if unmarked:
        sentence = npgettext("staff", "%(count)s session not marked", "%(count)s sessions not marked", unmarked)
        found.append(sentence % {"count": unmarked})
    still = sum(counts.get(state, 0) for state in HOLDS_PLACE & ACTIVE)
    if run.ends_on < today and still:
        sentence = npgettext("staff", "Over: %(count)s without a result", "Over: %(count)s without a result", still)
        found.append(sentence % {"count": still})
    return found


def _before_the_start(run: Run, counts: Counts) -> list[str]:
    found = []
    if unconfirmed := counts.get(State.OFFERED, 0):
        sentence = npgettext("staff", "%(count)s has not confirmed", "%(count)s have not confirmed", unconfirmed)
        found.append(sentence % {"count": unconfirmed})
    if (free := run.capacity - held(counts)) > 0:
        found.append(npgettext("staff", "%(count)s free place", "%(count)s free places", free) % {"count": free})
    return found
