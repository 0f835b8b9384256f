"""The one error of the enrolment services."""

from __future__ import annotations

from django.utils.functional import Promise


class Refused(Exception):
    """Something can't be done now. The message is a translated sentence for whoever asked.

    ``code`` says which rule refused: ``state``, ``full``, ``closed``, ``deadline``, ``reason`` (one must be
    chosen), ``needs_reason`` (staff go past a rule and must say why), ``taken`` or ``busy`` (a lock could not
    be had in time: the same may succeed a moment later).
    """

    def __init__(self, message: str | Promise, *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)
