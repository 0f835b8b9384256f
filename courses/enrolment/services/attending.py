"""From the first day to the last: who takes part, who completes, who leaves."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from courses.enrolment.models import Enrolment
from courses.enrolment.promotion import promote
from courses.enrolment.states import Actor, Verb
from courses.enrolment.steps import begin, finish, run_of


@transaction.atomic
def mark_attending(*, enrolment: Enrolment, user: User) -> Enrolment:
    """Who has a place came: they take part."""
    locked = begin(enrolment, Verb.ATTEND, Actor.STAFF)
    finish([locked], Verb.ATTEND, Actor.STAFF, user=user)
    return locked


@transaction.atomic
def mark_completed(*, enrolment: Enrolment, user: User, note: str = "") -> Enrolment:
    """They completed the course; the place counts as used to the end of the run. ``note`` is for staff only."""
    locked = begin(enrolment, Verb.COMPLETE, Actor.STAFF)
    finish([locked], Verb.COMPLETE, Actor.STAFF, user=user, note=note)
    return locked


@transaction.atomic
def mark_dropped(*, enrolment: Enrolment, user: User, note: str = "") -> Enrolment:
    """They left the course, or never came. Until the last day to enter, the next on the list gets the place.

    ``note`` is for staff only.
    """
    locked = begin(enrolment, Verb.DROP, Actor.STAFF)
    finish([locked], Verb.DROP, Actor.STAFF, user=user, note=note)
    promote(run_of(locked))
    return locked
