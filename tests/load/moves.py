"""Random moves of random actors, made in the model and through the services alike."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from courses.enrolment.states import Actor, State, Verb, transition_for
from tests.load.model import FIRST, NORMAL, Group, Model, No

STEPS = {
    Verb.CLAIM: [Actor.STAFF],
    Verb.ASK: [Actor.STAFF],
    Verb.ANSWER: [Actor.PERSON, Actor.STAFF],
    Verb.WAIT: [Actor.STAFF],
    Verb.CONFIRM: [Actor.PERSON, Actor.STAFF],
    Verb.DECLINE: [Actor.PERSON, Actor.STAFF],
    Verb.EXPIRE: [Actor.SYSTEM],
    Verb.REOPEN: [Actor.STAFF],
    Verb.ATTEND: [Actor.STAFF],
    Verb.COMPLETE: [Actor.STAFF],
    Verb.DROP: [Actor.STAFF],
    Verb.REJECT: [Actor.STAFF],
    Verb.WITHDRAW: [Actor.PERSON, Actor.STAFF],
    Verb.MERGE: [Actor.STAFF],
    Verb.MARK_SPAM: [Actor.STAFF],
}
"""The steps whose end the table alone knows, and who takes them."""


@dataclass(frozen=True)
class Move:
    """Something that somebody does: ``name`` is a method of the model."""

    name: str
    arguments: tuple[Any, ...] = ()


def groups(choose: random.Random) -> list[Group]:
    """Return two runs to play with: small, so that they are full soon."""
    return [Group(choose.randint(1, 3), choose.choice(["review", "offer", "confirm"])) for _number in range(2)]


def a_move(choose: random.Random, model: Model) -> Move:
    """Return something to do next: likely something that is possible, sometimes something that isn't."""
    if len(model.people) < 2 or choose.random() < 0.2:
        return Move("submit", (choose.randrange(2),))
    number = choose.randrange(len(model.people))
    group = choose.randrange(2)
    rare = [
        (0.16, Move("offer", (number, choose.random() < 0.5))),
        (0.04, Move("transfer", (number, group))),
        (0.06, Move("move", (number, group, choose.random() < 0.5))),
        (0.06, Move("restore", (number,))),
        (0.04, Move("prioritise", (number, choose.choice([NORMAL, FIRST])))),
        (0.05, Move("resize", (group, choose.randint(1, 4)))),
        (0.01, Move("cancel", (group, choose.choice([None, 1 - group])))),
    ]
    lot = choose.random()
    for share, move in rare:
        if lot < share:
            return move
        lot -= share
    state = model.people[number].state
    likely = [verb for verb in STEPS if _leads_on(verb, state)]
    verb = choose.choice(likely) if likely and choose.random() < 0.8 else choose.choice(list(STEPS))
    return Move("step", (verb, number, choose.choice(STEPS[verb])))


def make(model: Model, move: Move) -> str:
    """Make a move in the model; return "" or the code with which it is refused."""
    try:
        match move.name:
            case "offer":
                model.offer(move.arguments[0], has_reason=move.arguments[1])
            case "move":
                model.move(*move.arguments[:2], has_reason=move.arguments[2])
            case _:
                getattr(model, move.name)(*move.arguments)
    except No as no:
        return str(no)
    return ""


def _leads_on(verb: Verb, state: State) -> bool:
    return state in transition_for(verb).sources
