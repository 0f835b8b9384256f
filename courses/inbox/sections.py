"""The tabs of the queue: what to do next, and how many wait under each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from courses.enrolment.states import UNCONFIRMED, State
from portal import clock

EXPIRES_SOON = dt.timedelta(hours=24)
"""An offer that ends sooner is about to expire."""
STARTS_SOON = dt.timedelta(days=14)
"""A run that starts sooner is looked at."""

_COUNTED = (State.SUBMITTED, State.IN_REVIEW, State.NEEDS_INFORMATION, State.OFFERED, State.WAITING)


@dataclass(frozen=True)
class Section:
    """A tab. ``condition`` says which enrolments are under it at a moment; ``nothing`` what is said if none is."""

    code: str
    label: Promise
    order: str
    nothing: Promise
    condition: Callable[[dt.datetime], Q]
    is_counted: bool = True
    """From the enrolments that somebody waits for; what is closed by the thousand is never counted."""


def _todo(_now: dt.datetime) -> Q:
    return Q(due_at__isnull=False)


def _new(_now: dt.datetime) -> Q:
    return Q(state=State.SUBMITTED)


def _ours(now: dt.datetime) -> Q:
    return Q(state=State.IN_REVIEW) | Q(state=State.NEEDS_INFORMATION, due_at__lte=now)


def _theirs(now: dt.datetime) -> Q:
    asked = Q(state=State.NEEDS_INFORMATION) & (Q(due_at__gt=now) | Q(due_at=None))
    return Q(state=State.OFFERED) | asked


def _expiring(now: dt.datetime) -> Q:
    return Q(state=State.OFFERED, offer_expires_at__lte=now + EXPIRES_SOON)


def _waiting(_now: dt.datetime) -> Q:
    return Q(state=State.WAITING)


def _soon(_now: dt.datetime) -> Q:
    today = clock.today()
    return Q(state__in=UNCONFIRMED, run__state=Run.State.OPEN, run__starts_on__range=(today, today + STARTS_SOON))


def _all(_now: dt.datetime) -> Q:
    return Q()


TODO = Section(
    "todo",
    pgettext_lazy("staff", "To do"),
    "due_at",
    pgettext_lazy("staff", "Nothing is promised to anybody now. Well done!"),
    _todo,
)
NEW = Section(
    "new",
    pgettext_lazy("staff", "New"),
    "due_at",
    pgettext_lazy("staff", "Nobody is new: every enrolment has been looked at."),
    _new,
)
SOON = Section(
    "soon",
    pgettext_lazy("staff", "Runs that start soon"),
    "starts_on",
    pgettext_lazy("staff", "Nobody is unconfirmed in a run that starts soon."),
    _soon,
    is_counted=False,
)
ALL = Section(
    "all",
    pgettext_lazy("staff", "All"),
    "-submitted_at",
    pgettext_lazy("staff", "Nobody has enrolled yet."),
    _all,
    is_counted=False,
)
SECTIONS: tuple[Section, ...] = (
    TODO,
    NEW,
    Section(
        "ours",
        pgettext_lazy("staff", "Waiting for us"),
        "due_at",
        pgettext_lazy("staff", "Nobody waits for us."),
        _ours,
    ),
    Section(
        "theirs",
        pgettext_lazy("staff", "Waiting for them"),
        "due_at",
        pgettext_lazy("staff", "We wait for nobody's answer."),
        _theirs,
    ),
    Section(
        "expiring",
        pgettext_lazy("staff", "Offers about to expire"),
        "due_at",
        pgettext_lazy("staff", "No offer ends within a day."),
        _expiring,
    ),
    Section(
        "waiting",
        pgettext_lazy("staff", "Waiting list"),
        "turn",
        pgettext_lazy("staff", "Nobody is on a waiting list."),
        _waiting,
    ),
    SOON,
    ALL,
)
BY_CODE: dict[str, Section] = {section.code: section for section in SECTIONS}


def counts(enrolments: QuerySet[Enrolment], now: dt.datetime, **more: Q) -> dict[str, int]:
    """Return how many of these enrolments are under each counted tab, by its code, and under ``more`` conditions.

    One query over what somebody waits for; conditions of ``more`` are about such enrolments only.
    """
    conditions = {section.code: section.condition(now) for section in SECTIONS if section.is_counted} | more
    waited_for = enrolments.filter(state__in=_COUNTED).order_by()
    return waited_for.aggregate(**{code: Count("pk", filter=condition) for code, condition in conditions.items()})


def overdue(now: dt.datetime) -> Q:
    """Return the condition on enrolments whose promise has passed, an offer that ran out not among them."""
    return Q(due_at__lt=now) & ~Q(state=State.OFFERED)
