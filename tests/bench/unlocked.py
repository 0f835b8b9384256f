"""The portal with the run's lock taken out: the negative control of the benchmark. Nothing else may import it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.wsgi import application

__all__ = ["application"]


def _take_the_lock_out() -> None:
    from courses.catalogue.models import Run
    from courses.catalogue.querysets import RunQuerySet
    from courses.enrolment import places

    def read_runs(run_ids: Iterable[int], **options: Any) -> dict[int, Any]:
        runs = Run.objects.select_related("centre", "course", "project").filter(pk__in=set(run_ids))
        return {run.pk: run for run in runs}

    def without_lock(self: Any, *arguments: Any, **options: Any) -> Any:
        return self.all()

    places.lock_runs = read_runs  # type: ignore[assignment]
    RunQuerySet.select_for_update = without_lock  # type: ignore[method-assign]


_take_the_lock_out()
