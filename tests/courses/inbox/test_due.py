"""How long there is, in words: never by colour alone."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolment.states import State
from courses.inbox.due import due_of

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def due(hours: float | None, state: State = State.SUBMITTED):
    at = None if hours is None else NOW + dt.timedelta(hours=hours)
    return due_of(SimpleNamespace(due_at=at, state=state), NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hours", "text", "tone", "icon"),
    [
        (0.01, "due in 1 minute", "soon", "time"),
        (0.5, "due in 30 minutes", "soon", "time"),
        (1, "due in 1 hour", "soon", "time"),
        (4, "due in 4 hours", "soon", "time"),
        (4.1, "due in 4 hours", "later", "time"),
        (47.9, "due in 47 hours", "later", "time"),
        (48, "due in 2 days", "later", "time"),
        (-0.01, "1 minute late", "late", "warning"),
        (-1, "1 hour late", "late", "warning"),
        (-47, "47 hours late", "late", "warning"),
        (-49, "2 days late", "late", "warning"),
    ],
)
def test_time_left_and_time_passed(hours, text, tone, icon) -> None:
    found = due(hours)
    assert (found.text, found.tone, found.icon) == (text, tone, icon)


def test_an_offer_ends_and_is_not_late() -> None:
    assert due(3, State.OFFERED).text == "the offer ends in 3 hours"
    assert due(72, State.OFFERED).text == "the offer ends in 3 days"
    assert due(-1, State.OFFERED).text == "the offer has ended"


def test_nothing_is_promised() -> None:
    assert due(None) is None


@given(st.floats(min_value=-5000, max_value=5000))
def test_what_is_late_is_said_in_words_and_by_its_icon(hours) -> None:
    found = due(hours)
    assert ("late" in found.text) == (found.tone == "late") == (found.icon == "warning")
