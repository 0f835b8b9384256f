"""The mock interview: which questions are drawn."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from resources.citizenship.subjects import Subject

A_SUBJECT = 3
"""Questions of each subject: twelve in all, as at the interview."""
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
SEED_LENGTH = 6


def new_seed() -> str:
    """Return the name of a new interview."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SEED_LENGTH))


def draw(seed: str, bank: Iterable[tuple[str, str]]) -> list[str]:
    """Return the codes of the questions that an interview asks, subject by subject; the same seed draws the same.

    ``bank`` are code and subject of every question, in any order. Each question's place follows from seed and
    code alone, so that a question which is added or taken away later leaves most interviews as they were.
    """
    by_subject: dict[str, set[str]] = {str(subject): set() for subject in Subject}
    for code, subject in bank:
        by_subject[subject].add(code)
    return [
        code for codes in by_subject.values() for code in sorted(codes, key=lambda code: _place(seed, code))[:A_SUBJECT]
    ]


def fingerprint(codes: Iterable[str]) -> str:
    """Return a short mark of a draw: answers given to another one are not taken for answers to this."""
    return hashlib.sha256(" ".join(codes).encode()).hexdigest()[:6]


def _place(seed: str, code: str) -> tuple[bytes, str]:
    return hashlib.sha256(f"{seed}/{code}".encode()).digest(), code
