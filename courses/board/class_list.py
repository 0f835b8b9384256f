"""Who learns in a run, and who waits to: rows of its board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from courses.attendance.rows import latin_name_of
from courses.attendance.shares import Share
from courses.attendance.wording import WARNINGS
from courses.enrolment.codes import Level
from courses.enrolment.models import Enrolment
from courses.enrolment.states import Actor, State, Verb, may
from courses.inbox.contact import greeting
from courses.inbox.labels import STATES, StateLabel
from courses.people.models import Person
from portal.phones import whatsapp_url

LEVELS: dict[str, Promise | str] = {
    Level.NONE: pgettext_lazy("staff", "none yet"),
    Level.A1: "A1",
    Level.A2: "A2",
    Level.B1: "B1",
}
"""A level in one word; who doesn't know it has none."""


@dataclass(frozen=True)
class Row:
    """One enrolment on the board of its run. ``position`` is the place on the waiting list, 0 for none."""

    enrolment: Enrolment
    position: int = 0
    share: Share | None = None
    whatsapp: str = ""
    is_chosen: bool = False

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.enrolment.person

    @property
    def latin(self) -> str:
        """The name in Latin letters, "" where it is written in them."""
        return latin_name_of(self.person)

    @property
    def state(self) -> StateLabel:
        """Where it stands."""
        return STATES[State(self.enrolment.state)]

    @property
    def level(self) -> Promise | str:
        """The best that is known of the level: found at the centre, else by the self-check, else as they said."""
        return LEVELS.get(level_of(self.enrolment), "")

    @property
    def warnings(self) -> list[Promise]:
        """What attendance warns of, in words."""
        return [WARNINGS[code] for code in self.share.warnings] if self.share else []

    @property
    def can_move(self) -> bool:
        """Whether the table of states lets staff move it to another run."""
        return step_of_moving(self.enrolment) is not None

    @property
    def can_be_offered(self) -> bool:
        """Whether the table of states lets staff offer a place."""
        return may(Verb.OFFER, State(self.enrolment.state), Actor.STAFF)


def level_of(enrolment: Enrolment) -> str:
    """Return the best that is known of somebody's level when they came, "" for nothing."""
    return enrolment.placement_level or enrolment.checked_level or enrolment.level


def step_of_moving(enrolment: Enrolment) -> Verb | None:
    """Return how staff move an enrolment to another run: with its place, without one, or (``None``) not at all."""
    state = State(enrolment.state)
    return next((verb for verb in (Verb.MOVE, Verb.TRANSFER) if may(verb, state, Actor.STAFF)), None)


def rows_for(
    enrolments: Iterable[Enrolment],
    *,
    shares: Mapping[int, Share] | None = None,
    is_line: bool = False,
    chosen: Iterable[int] = (),
) -> list[Row]:
    """Return the rows of enrolments whose person and centre are at hand. No query."""
    ticked = frozenset(chosen)
    return [
        Row(
            enrolment=enrolment,
            position=number if is_line else 0,
            share=(shares or {}).get(enrolment.pk),
            whatsapp=whatsapp_url(str(enrolment.person.phone or ""), greeting(enrolment)),
            is_chosen=enrolment.pk in ticked,
        )
        for number, enrolment in enumerate(enrolments, start=1)
    ]
