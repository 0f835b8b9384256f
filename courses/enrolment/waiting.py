"""The waiting list as people see it: their position, and an honest estimate."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext, ngettext

from courses.catalogue.models import Course, Run
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State, Verb
from portal import clock

RUNS_LOOKED_AT = 5
"""How many earlier groups of a course an estimate is made from."""


def position(enrolment: Enrolment) -> int:
    """Return the position on the run's waiting list, from 1; 0 for who isn't on one. One query."""
    if enrolment.state != State.WAITING or enrolment.queued_at is None or enrolment.run_id is None:
        return 0
    same = Q(priority=enrolment.priority)
    before = Q(priority__gt=enrolment.priority) | same & (
        Q(queued_at__lt=enrolment.queued_at) | Q(queued_at=enrolment.queued_at, pk__lt=enrolment.pk)
    )
    return 1 + Enrolment.objects.waiting().filter(before, run=enrolment.run_id).count()


def positions(run: Run) -> dict[int, int]:
    """Return the position of everybody on a run's waiting list, by enrolment's primary key. One query."""
    waiting = Enrolment.objects.waiting().filter(run=run).values_list("pk", flat=True)
    return {pk: number for number, pk in enumerate(waiting, start=1)}


def usual_offers(course: Course) -> int | None:
    """Return how many people of a waiting list got an offer in an earlier group of this course, on average.

    ``None`` where no group has started yet. Rounded down: better a pleasant surprise. One query.
    """
    from_the_list = Q(enrolments__events__verb=Verb.OFFER, enrolments__events__from_state=State.WAITING)
    earlier = Run.objects.filter(course=course, starts_on__lt=clock.today()).exclude(state=Run.State.DRAFT)
    counts = earlier.annotate(offers=Count("enrolments__events", filter=from_the_list)).order_by("-starts_on")
    offers = list(counts.values_list("offers", flat=True)[:RUNS_LOOKED_AT])
    return sum(offers) // len(offers) if offers else None


def estimate_text(offers: int | None) -> str:
    """Return what :func:`usual_offers` means, as a sentence in the active language; "" where nothing is known."""
    if offers is None:
        return ""
    if not offers:
        return gettext(
            "In earlier groups of this course, hardly anybody from the waiting list got a place. "
            "Please look for another group too."
        )
    return ngettext(
        "In earlier groups of this course, about %(count)s person from the waiting list got a place.",
        "In earlier groups of this course, about %(count)s people from the waiting list got a place.",
        offers,
    ) % {"count": offers}


def estimate(enrolment: Enrolment) -> str:
    """Return an honest estimate for who waits, in the active language; "" where nothing is known. One query."""
    if enrolment.state != State.WAITING or enrolment.run_id is None:
        return ""
    return estimate_text(usual_offers(enrolment.course))
