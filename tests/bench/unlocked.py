"""The portal with its locks taken out: the negative control of the benchmark. Nothing else may import it.

Without the run's lock, without locks on enrolments, and with everybody counting for themselves: a request that
decides in the order of arrival for all who are there comes to the same winner as its neighbour, lock or not, so
here each one takes the newest arrival, its own, to be the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.wsgi import application

__all__ = ["application"]


def _take_the_locks_out() -> None:
    from courses.catalogue.models import Run
    from courses.catalogue.querysets import RunQuerySet
    from courses.enrolment import places
    from courses.enrolment.querysets import EnrolmentQuerySet

    def read_runs(run_ids: Iterable[int], **options: Any) -> dict[int, Any]:
        runs = Run.objects.select_related("centre", "course", "project").filter(pk__in=set(run_ids))
        return {run.pk: run for run in runs}

    def without_lock(self: Any, *arguments: Any, **options: Any) -> Any:
        return self.all()

    in_order = EnrolmentQuerySet.undecided

    def newest_first(self: Any) -> Any:
        return in_order(self).order_by("-submitted_at", "-pk")

    places.lock_runs = read_runs
    RunQuerySet.select_for_update = without_lock  # type: ignore[method-assign]
    EnrolmentQuerySet.select_for_update = without_lock  # type: ignore[method-assign]
    EnrolmentQuerySet.undecided = newest_first  # type: ignore[method-assign]


_take_the_locks_out()
