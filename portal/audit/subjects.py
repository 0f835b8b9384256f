"""What entries of the log are about, as people read it. Whoever writes entries says here how they are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Subject:
    """A kind of thing that is looked at: its name, and the address that shows one by its key ("": none)."""

    label: Promise
    address: Callable[[str], str] = lambda _key: ""


_subjects: dict[str, Subject] = {}


def register_subject(kind: str, subject: Subject) -> None:
    """Say what entries about ``kind:key`` are about."""
    _subjects[kind] = subject


def subject_of(about: str) -> tuple[Subject | None, str]:
    """Return what an entry's ``about`` is about, and the key; ``None`` for a kind that nobody has named."""
    kind, _, key = about.partition(":")
    return _subjects.get(kind), key
