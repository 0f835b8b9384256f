"""The portal without the run's lock and without locks on enrolments: the negative control of promotion."""

from __future__ import annotations

from typing import Any

from tests.bench.unlocked import application

__all__ = ["application"]


def _take_the_locks_out() -> None:
    from courses.enrolment.querysets import EnrolmentQuerySet

    def without_lock(self: Any, *arguments: Any, **options: Any) -> Any:
        return self.all()

    EnrolmentQuerySet.select_for_update = without_lock  # type: ignore[method-assign]


_take_the_locks_out()
