"""What is written down at the end of a course. Every function raises :class:`Refused` and then has changed nothing."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import pgettext

from courses.enrolment.codes import Proficiency
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.places import lock_enrolment
from courses.enrolment.services import mark_completed, mark_dropped
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.steps import log
from courses.results.rules import Outcome, has_levels

HAS_RESULTS = frozenset({State.CONFIRMED, State.ATTENDING, State.COMPLETED, State.DROPPED})
"""Who was in the group."""


@transaction.atomic
def record_levels(*, enrolment: Enrolment, user: User, entry: str, exit: str) -> Enrolment:  # noqa: A002 - a level
    """Write down the levels at the beginning and at the end of a language course, "" for not known (CEFR).

    The history keeps both codes. What stands there already is no entry. Raises :class:`Refused`: ``level``
    for what is no level, ``state`` for a course without levels or somebody who wasn't in the group.
    """
    if not {entry, exit} <= {"", *Proficiency.values}:
        raise Refused(pgettext("staff", "This is not a level."), code="level")
    locked = lock_enrolment(enrolment)
    if locked.state not in HAS_RESULTS or not has_levels(locked.course):
        raise Refused(pgettext("staff", "There are no levels to write down here."), code="state")
    if (locked.entry_level, locked.exit_level) == (entry, exit):
        return locked
    locked.entry_level, locked.exit_level = entry, exit
    locked.save(update_fields=["entry_level", "exit_level"])
    log(locked, Verb.RESULT, Actor.STAFF, user=user, note=f"{entry or '?'} > {exit or '?'}")
    return locked


@transaction.atomic
def record_result(
    *,
    enrolment: Enrolment,
    user: User,
    outcome: str,
    levels: tuple[str, str] | None = None,
    note: str = "",
) -> Enrolment:
    """Write down levels (entry, exit) and how the course ended for somebody, both or neither.

    :attr:`Outcome.OPEN` leaves that open. Raises what :func:`record_levels` and the step of the enrolment raise.
    """
    result = enrolment
    if levels is not None:
        result = record_levels(enrolment=enrolment, user=user, entry=levels[0], exit=levels[1])
    if outcome == Outcome.COMPLETED:
        result = mark_completed(enrolment=enrolment, user=user, note=note)
    elif outcome == Outcome.DROPPED:
        result = mark_dropped(enrolment=enrolment, user=user, note=note)
    return result
