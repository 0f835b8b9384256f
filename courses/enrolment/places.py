"""Numbered places. The run's row is locked before anything is counted (design, section 5)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from courses.catalogue.models import Run
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment


def lock_run(run_id: int) -> Run:
    """Lock a run's row until the transaction ends and return it as it is now.

    Must be called inside a transaction, before places of the run are counted or given.
    """
    return Run.objects.select_for_update(of=("self",)).select_related("centre", "course").get(pk=run_id)


def lock_enrolment(enrolment: Enrolment) -> Enrolment:
    """Lock an enrolment's run, then its own row, until the transaction ends; return it as it is now."""
    run = lock_run(enrolment.run_id) if enrolment.run_id else None
    locked = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("person", "course", "centre")
        .get(pk=enrolment.pk)
    )
    if run is not None and locked.run_id == run.pk:
        locked.run = run
    return locked


def free_place(run: Run) -> int:
    """Return the lowest free place of a locked run. Raises :class:`Refused` when there is none."""
    taken = set(Enrolment.objects.filter(run=run, place__isnull=False).values_list("place", flat=True))
    for number in range(1, run.capacity + 1):
        if number not in taken:
            return number
    raise Refused(_("All places of this group are taken."), code="full")
