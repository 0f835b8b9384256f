"""The result of a self-check as a signed text: it travels in addresses and forms, and nothing is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core import signing

from courses.enrolment.codes import Level

LIFETIME = dt.timedelta(days=30)
"""How long a result says something about somebody who goes on learning."""
MOST_POINTS = 100


@dataclass(frozen=True)
class LevelResult:
    """What a self-check found. ``points`` are the right answers of all questions, in percent."""

    level: Level
    points: int


def make_result(level: Level, points: int) -> str:
    """Return the token of a result, safe in an address. It says nothing about who answered."""
    return _signer().sign(f"{Level(level).value}-{points}")


def read_result(token: str) -> LevelResult | None:
    """Return the result that a token names, ``None`` for a forged, broken or outdated one."""
    try:
        level, _, points = _signer().unsign(token, max_age=LIFETIME).partition("-")
        result = LevelResult(Level(level), int(points))
    except (signing.BadSignature, ValueError):
        return None
    return result if 0 <= result.points <= MOST_POINTS else None


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="courses.level", sep=".")
