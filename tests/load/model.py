"""The state machine in memory: what the services must do, without a database.

It reads the same table (:mod:`courses.enrolment.states`), and has its own, simplest way of counting places and
of keeping the waiting list's order.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from courses.enrolment.states import ACTIVE, HOLDS_PLACE, Actor, State, Verb, may, transition_for

NORMAL, GROUP, FIRST = 0, 1, 2


class No(Exception):
    """A step that is refused; the message is the code of :class:`courses.enrolment.errors.Refused`."""


@dataclass
class Group:
    """A run: ``rule`` is ``review``, ``offer`` or ``confirm``."""

    capacity: int
    rule: str
    is_cancelled: bool = False


@dataclass
class One:
    """An enrolment. ``history`` holds (verb, state) of each entry that changed the state."""

    number: int
    group: int | None
    submitted: int
    state: State = State.SUBMITTED
    place: int | None = None
    queued: int = 0
    priority: int = NORMAL
    history: list[tuple[Verb, State, State | None]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


class Model:
    """Two runs and everybody who enrols in them."""

    def __init__(self, groups: list[Group]) -> None:
        self.groups = groups
        self.people: list[One] = []
        self._moments = 0

    # --- What can be done ----------------------------------------------------------------------------

    def submit(self, group: int) -> None:
        """Somebody enrols; the run's rule decides."""
        run = self.groups[group]
        if run.is_cancelled:
            raise No("closed")
        one = One(len(self.people), group, self._moment())
        one.history.append((Verb.SUBMIT, State.SUBMITTED, None))
        self.people.append(one)
        if run.rule == "review":
            return
        free = self._free(group)
        if free and not self._line(group):
            one.place = free[0]
            verb, target = (Verb.OFFER, State.OFFERED) if run.rule == "offer" else (Verb.CONFIRM, State.CONFIRMED)
            self._go(one, verb, target)
        else:
            one.queued = one.submitted
            self._go(one, Verb.WAIT, State.WAITING)

    def step(self, verb: Verb, number: int, actor: Actor) -> None:
        """A step that the table alone decides; a freed place goes on."""
        one = self._begin(verb, number, actor)
        target = transition_for(verb).target
        assert target is not None
        held = one.place
        if verb is Verb.WAIT:
            one.queued = self._moment()
        self._go(one, verb, target)
        if held and one.place is None and one.group is not None:
            self._promote(one.group)

    def offer(self, number: int, *, has_reason: bool) -> None:
        """Staff offer a place."""
        one = self._begin(Verb.OFFER, number, Actor.STAFF)
        if one.group is None or self.groups[one.group].is_cancelled:
            raise No("closed")
        free = self._free(one.group)
        if not free:
            raise No("full")
        line = self._line(one.group)
        if not has_reason and line and line[0] is not one:
            raise No("needs_reason")
        one.place = free[0]
        self._go(one, Verb.OFFER, State.OFFERED)

    def transfer(self, number: int, group: int) -> None:
        """Staff move somebody to another run."""
        one = self._begin(Verb.TRANSFER, number, Actor.STAFF)
        if self.groups[group].is_cancelled:
            raise No("closed")
        if one.group == group:
            raise No("state")
        one.group = group
        if one.priority == GROUP:
            one.priority = NORMAL
        self._go(one, Verb.TRANSFER, State.IN_REVIEW)

    def move(self, number: int, group: int, *, has_reason: bool) -> None:
        """Staff move somebody who holds a place into a place of another run."""
        one = self._begin(Verb.MOVE, number, Actor.STAFF)
        before = one.group
        assert before is not None
        if self.groups[group].is_cancelled:
            raise No("closed")
        if before == group:
            raise No("state")
        free = self._free(group)
        if not free:
            raise No("full")
        if not has_reason and self._line(group):
            raise No("needs_reason")
        one.group, one.place = group, free[0]
        if one.priority == GROUP:
            one.priority = NORMAL
        self._go(one, Verb.MOVE, one.state)
        self._promote(before)

    def restore(self, number: int) -> None:
        """Undo."""
        one = self._begin(Verb.RESTORE, number, Actor.STAFF)
        was, place = one.history[-1][2] or State.IN_REVIEW, one.places[-1] if one.places else None
        if was in HOLDS_PLACE:
            free = self._free(one.group) if one.group is not None and not self.groups[one.group].is_cancelled else []
            if free:
                one.place = place if place in free else free[0]
            else:
                was = State.WAITING
        if was is State.WAITING:
            one.queued = one.submitted
        self._go(one, Verb.RESTORE, was)

    def prioritise(self, number: int, priority: int) -> None:
        """Staff change a priority."""
        one = self.people[number]
        if one.priority == priority:
            return
        one.priority = priority
        if one.state is State.WAITING and one.group is not None:
            self._promote(one.group)

    def resize(self, group: int, capacity: int) -> None:
        """A run gets more or fewer places."""
        held = sorted(self._holding(group), key=lambda one: one.place or 0)
        if capacity < max(len(held), 1):
            raise No("taken")
        self.groups[group].capacity = capacity
        for one in held:
            if (one.place or 0) > capacity:
                one.place = self._free(group)[0]
        self._promote(group)

    def cancel(self, group: int, into: int | None) -> None:
        """A run doesn't take place."""
        run = self.groups[group]
        if run.is_cancelled:
            return
        if into is not None and self.groups[into].is_cancelled:
            raise No("closed")
        run.is_cancelled = True
        for one in self.people:
            if one.group == group and one.state in ACTIVE | {State.EXPIRED}:
                one.group, one.priority, one.queued = into, FIRST, one.submitted
                self._go(one, Verb.RELEASE, State.WAITING)
        if into is not None:
            self._promote(into)

    # --- What must always be true --------------------------------------------------------------------

    def check(self) -> None:
        """Raise ``AssertionError`` when an invariant is broken."""
        for number, run in enumerate(self.groups):
            places = [one.place for one in self._holding(number)]
            assert len(places) == len(set(places)) <= run.capacity, "a place is sold twice"
            assert all(place and 1 <= place <= run.capacity for place in places), "a place that doesn't exist"
        for one in self.people:
            assert (one.place is not None) == (one.state in HOLDS_PLACE), "a place without holder, or a holder without"
            assert one.history[-1][1] is one.state, "the history lacks a step"

    # --- How -----------------------------------------------------------------------------------------

    def _moment(self) -> int:
        self._moments += 1
        return self._moments

    def _begin(self, verb: Verb, number: int, actor: Actor) -> One:
        one = self.people[number]
        if not may(verb, one.state, actor) or (transition_for(verb).needs_run and one.group is None):
            raise No("state")
        return one

    def _go(self, one: One, verb: Verb, target: State) -> None:
        one.history.append((verb, target, one.state))
        if one.place is not None:
            one.places.append(one.place)
        one.state = target
        if target not in HOLDS_PLACE:
            one.place = None

    def _holding(self, group: int) -> list[One]:
        return [one for one in self.people if one.group == group and one.state in HOLDS_PLACE]

    def _free(self, group: int) -> list[int]:
        taken = {one.place for one in self._holding(group)}
        return [number for number in range(1, self.groups[group].capacity + 1) if number not in taken]

    def _line(self, group: int) -> list[One]:
        waiting = [one for one in self.people if one.group == group and one.state is State.WAITING]
        return sorted(waiting, key=lambda one: (-one.priority, one.queued, one.number))

    def _promote(self, group: int) -> None:
        if self.groups[group].is_cancelled:
            return
        for place, one in zip(self._free(group), self._line(group), strict=False):
            one.place = place
            self._go(one, Verb.OFFER, State.OFFERED)
