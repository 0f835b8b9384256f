"""A result comes back as it was made, for thirty days, and nobody can write one of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.core import signing
from django.utils.http import urlencode

from courses.enrolment.codes import Level
from courses.level.token import LIFETIME, LevelResult, make_result, read_result
from portal import clock


@pytest.mark.parametrize("level", [Level.NONE, Level.A1, Level.A2, Level.B1])
def test_a_result_comes_back_as_it_was_made(level: Level) -> None:
    assert read_result(make_result(level, 58)) == LevelResult(level, 58)


def test_a_token_stands_in_an_address_as_it_is() -> None:
    token = make_result(Level.A2, 100)
    assert urlencode({"t": token}) == f"t={token}"
    assert "/" not in token


def test_a_result_lives_thirty_days() -> None:
    token = make_result(Level.A1, 30)
    made = clock.now()
    with time_machine.travel(made + LIFETIME - dt.timedelta(minutes=1)):
        assert read_result(token) is not None
    with time_machine.travel(made + LIFETIME + dt.timedelta(minutes=1)):
        assert read_result(token) is None


def signed(value: str) -> str:
    return signing.TimestampSigner(salt="courses.level", sep=".").sign(value)


# Made inside the test: a signature made while tests are collected carries the second in which that was, and two workers
# would collect tests of two names.
WHAT_WE_DID_NOT_MAKE: dict[str, Callable[[], str]] = {
    "nothing": lambda: "",
    "unsigned": lambda: "A2-90",
    "another level": lambda: make_result(Level.A1, 30).replace("A1", "A2"),
    "cut off": lambda: make_result(Level.A1, 30)[:-1],
    "no text": lambda: "\x00\ud800",
    "signed for something else": lambda: signing.TimestampSigner(salt="courses.enrolment.status", sep=".").sign(
        "A2-90"
    ),
    "unknown level": lambda: signed("C2-90"),
    "no score": lambda: signed("A2"),
    "score in words": lambda: signed("A2-many"),
    "score too high": lambda: signed("A2-101"),
}


@pytest.mark.parametrize("case", WHAT_WE_DID_NOT_MAKE)
def test_what_we_did_not_make_is_no_result(case: str) -> None:
    assert read_result(WHAT_WE_DID_NOT_MAKE[case]()) is None
