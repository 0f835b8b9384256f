"""Everybody who was in a run, with what is known about them at its end, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, Prefetch

from courses.attendance.shares import Share, shares_of
from courses.catalogue.models import Run
from courses.certificates.models import Certificate
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import State
from courses.results.forms import ResultForm
from courses.results.rules import Outcome, entry_level_of, has_levels, propose
from courses.results.services import HAS_RESULTS
from portal import clock

SETTLED = frozenset({State.COMPLETED, State.DROPPED})


@dataclass
class Row:
    """One person: what they attended, what the rule says, and what staff fill in."""

    enrolment: Enrolment
    share: Share | None
    proposed: Outcome
    completion_percent: int
    form: ResultForm

    @property
    def is_settled(self) -> bool:
        """Whether it is decided how the course ended for them."""
        return self.enrolment.state in SETTLED

    @property
    def meets_rule(self) -> bool | None:
        """Whether they attended enough, ``None`` where nobody knows."""
        if self.share is None or self.share.percent is None:
            return None
        return self.share.reaches(self.completion_percent)

    @property
    def certificate(self) -> Certificate | None:
        """Their valid certificate."""
        return next(iter(self.enrolment.certificates.all()), None)

    @property
    def is_touched(self) -> bool:
        """Whether there is something to write down. Only for a valid form."""
        known = (self.enrolment.entry_level, self.enrolment.exit_level)
        return self.form.outcome_chosen != Outcome.OPEN or self.form.levels not in (None, known)


class Roster:
    """The people of a run at its end. ``data`` is what was sent; ``only`` binds the forms of these rows alone."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.has_levels = has_levels(run.course)
        self.has_ended = run.ends_on < clock.today()

    def rows(self, data: Mapping[str, Any] | None = None, only: Collection[int] = ()) -> list[Row]:
        """Return a row for everybody who has or had a confirmed place: who is open first, then by name."""
        enrolments = (
            Enrolment.objects.filter(run=self.run, state__in=HAS_RESULTS)
            .select_related("person")
            .prefetch_related(Prefetch("certificates", Certificate.objects.valid()))
            .defer("comment", "captcha_token")
        )
        shares = shares_of(self.run)
        rows = [self._row(each, shares.get(each.pk), data if each.pk in only else None) for each in enrolments]
        return sorted(rows, key=lambda row: (_ORDER.index(State(row.enrolment.state)), row.enrolment.person.name))

    def _row(self, enrolment: Enrolment, share: Share | None, data: Mapping[str, Any] | None) -> Row:
        percent = self.run.course.completion_percent
        proposed = propose(share, completion_percent=percent, has_ended=self.has_ended)
        enrolment.run, enrolment.course, enrolment.centre = self.run, self.run.course, self.run.centre
        form = ResultForm(
            data,
            prefix=f"row-{enrolment.pk}",
            is_settled=enrolment.state in SETTLED,
            has_levels=self.has_levels,
            has_ended=self.has_ended,
            initial={
                "outcome": proposed.value,
                "entry": entry_level_of(enrolment),
                "exit": enrolment.exit_level,
            },
        )
        return Row(enrolment, share, proposed, percent, form)

    @cached_property
    def newest_event(self) -> int:
        """The newest entry of these people's histories: what was known when the page was made. One query."""
        return Event.objects.filter(enrolment__run=self.run).aggregate(newest=Max("pk"))["newest"] or 0

    def changed_since(self, seen: int, user: User) -> set[int]:
        """Return whose history has grown since the page was made, by somebody else (primary keys). One query."""
        newer = Event.objects.filter(enrolment__run=self.run, pk__gt=seen).exclude(user=user)
        return set(newer.values_list("enrolment", flat=True))


_ORDER = [State.ATTENDING, State.CONFIRMED, State.COMPLETED, State.DROPPED]
