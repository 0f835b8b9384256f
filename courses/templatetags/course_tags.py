"""What a run of a course says about itself, for templates."""

from __future__ import annotations

from django import template

from courses.catalogue.models import Run
from portal import clock

register = template.Library()


@register.filter
def window(run: Run) -> str:
    """Return where a run stands today: ``open``, ``early`` (enrolment hasn't begun), ``late`` or ``cancelled``."""
    today = clock.today()
    if run.state == Run.State.CANCELLED:
        return "cancelled"
    if run.is_open_for_enrolment(today):
        return "open"
    return "early" if today < run.opens_on else "late"
