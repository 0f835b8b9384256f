"""The codes of runs: proposed from what a run is, so that staff needn't invent them."""

from __future__ import annotations

import datetime as dt
from itertools import count

from django.utils.text import slugify

from courses.catalogue.models import Course, Run
from portal.directory.models import Centre

_LONGEST = Run._meta.get_field("code").max_length or 0


def propose_code(centre: Centre, course: Course, starts_on: dt.date) -> str:
    """Return a code that no run has: centre, course and month, with a number where that is taken. One query."""
    stem = slugify(f"{centre.code}-{course.code}")[: _LONGEST - len("-2026-01-99")].strip("-")
    code = f"{stem}-{starts_on:%Y-%m}"
    taken = set(Run.objects.filter(code__startswith=code).values_list("code", flat=True))
    return code if code not in taken else next(f"{code}-{n}" for n in count(2) if f"{code}-{n}" not in taken)
