"""Other groups for people whose group was cancelled or moved, as a message names them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from courses.catalogue.alternatives import alternatives_to
from courses.catalogue.models import Run
from courses.catalogue.pages import CoursePage
from courses.enrolment.notify import format_day
from portal import clock


def other_groups(run: Run) -> Callable[[str], dict[str, str]]:
    """Return what fills ``alternatives`` in a language: a paragraph for each other group, with its own link."""
    others = alternatives_to(run, clock.today())
    titles = CoursePage.titles({other.course_id for other in others})

    def in_language(language: str) -> dict[str, str]:
        lines = []
        for other in others:
            title = titles.get(other.course_id, {}).get(language, other.course.code)
            lines += [title, format_day(other.starts_on, language), other.address, _enrol_url(other, language), ""]
        return {"alternatives": "\n".join(lines).strip()}

    return in_language


def _enrol_url(run: Run, language: str) -> str:
    with translation.override(language):
        return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('enrol', args=[run.pk])}"
