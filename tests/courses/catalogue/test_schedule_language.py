"""The days of a run in the reader's language, whichever language was asked for first."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from courses.catalogue.schedule import Meeting

MONDAYS = {"ro": "luni", "en": "Monday", "ur": "پیر", "fa": "دوشنبه", "bn": "সোমবার", "ne": "सोमबार"}


@pytest.mark.parametrize("first", ["ur", "fa", "ro"])
def test_a_day_is_named_in_the_readers_language_after_any_other(first: str) -> None:
    monday = Meeting(0, dt.time(9), dt.time(11))
    for code in [first, *MONDAYS]:
        with translation.override(code):
            assert monday.weekday_name == MONDAYS[code]
