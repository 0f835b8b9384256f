"""Ten thousand random lives of two runs, in memory: whatever people do in whatever order, the invariants hold.

That the services do the same is the part of ``tests/load/test_machine_on_postgres.py``.
"""

from __future__ import annotations

import copy
import random

import pytest

from courses.enrolment.states import HOLDS_PLACE, State
from tests.load import moves
from tests.load.model import Model

pytestmark = pytest.mark.whole

SEQUENCES = 10_000
LONGEST = 40


@pytest.mark.parametrize("part", range(4))
def test_the_invariants_hold_whatever_happens(part: int) -> None:
    made = refused = 0
    for seed in range(part * SEQUENCES // 4, (part + 1) * SEQUENCES // 4):
        choose = random.Random(seed)
        model = Model(moves.groups(choose))
        for _number in range(choose.randint(5, LONGEST)):
            before = copy.deepcopy(model) if choose.random() < 0.02 else None
            move = moves.a_move(choose, model)
            code = moves.make(model, move)
            if code and before is not None:
                assert vars(before)["groups"] == model.groups, f"seed {seed}: a refused {move} changed a run"
                assert before.people == model.people, f"seed {seed}: a refused {move} changed somebody"
            model.check()
            made, refused = made + (not code), refused + bool(code)
    assert made > refused > SEQUENCES / 4, "the sequences must do something, and be refused something"


def test_the_invariants_notice_a_place_that_is_sold_twice() -> None:
    choose = random.Random(1)
    model = Model(moves.groups(choose))
    for _number in range(3):
        model.submit(0)
    for one in model.people[:2]:
        one.state, one.place = State.CONFIRMED, 1
        one.history.append((one.history[0][0], State.CONFIRMED, None))
    assert State.CONFIRMED in HOLDS_PLACE
    with pytest.raises(AssertionError, match="sold twice"):
        model.check()
