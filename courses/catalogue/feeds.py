"""The groups that can be joined now, as a feed: for feed readers, and for partners who pass them on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.catalogue.models import Run
from courses.catalogue.pages import CoursePage
from portal import clock, languages
from portal.found.feeds import Entry, at_midnight, feed_response

MOST_ENTRIES = 60


@require_safe
def courses_feed(request: HttpRequest) -> HttpResponse:
    """List the groups that are open for enrolment, the newest first. Four queries."""
    code = get_language() or languages.SOURCE_CODE
    pages = CoursePage.by_course(code)
    runs = Run.objects.open_on(clock.today()).select_related("course", "centre", "centre__county")
    newest = runs.order_by("-opens_on", "-pk")[:MOST_ENTRIES]
    return feed_response(
        request,
        (_entry(run, pages.get(run.course_id)) for run in newest),
        title=_("Groups to join"),
        subtitle=_("Courses that you can enrol in now, free of charge."),
        path=f"/{code}/courses/",
        language=code,
    )


def _entry(run: Run, page: CoursePage | None) -> Entry:
    title = page.title if page else run.course.get_kind_display()
    opened = at_midnight(run.opens_on)
    return Entry(
        key=f"run/{run.code}",
        # Translators: a course and the town where it takes place, as the title of a feed's entry.
        title=_("%(course)s, %(town)s") % {"course": title, "town": run.centre.city},
        path=reverse("enrol", args=[run.pk]),
        text=render_to_string("courses/feed_entry.html", {"run": run}),
        published=opened,
        updated=opened,
    )
