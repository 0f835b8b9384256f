"""The sessions as a file to download from the status page, and as a calendar to subscribe to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from courses.enrolment.calendar import calendar_of, is_over
from courses.enrolment.links import CALENDAR, STATUS, LinkInvalid, read_token
from courses.enrolment.models import Enrolment
from courses.enrolment.personal_pages import link_invalid, personal_page
from portal.calendars import CONTENT_TYPE

FILE_NAME = "course.ics"


@personal_page
@require_safe
def status_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar to download, behind the link of the status page."""
    return _calendar(request, token, STATUS, "attachment")


@personal_page
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar to a program that subscribed to it: always the newest state of things."""
    return _calendar(request, token, CALENDAR, "inline")


def _calendar(request: HttpRequest, token: str, purpose: str, disposition: str) -> HttpResponse:
    enrolments = Enrolment.objects.for_person().prefetch_related("appointments")
    try:
        enrolment = enrolments.get(reference=read_token(token, purpose))
    except (LinkInvalid, Enrolment.DoesNotExist):
        return link_invalid(request)
    if is_over(enrolment):
        return link_invalid(request)
    content = calendar_of(enrolment)
    headers = {"Content-Disposition": f'{disposition}; filename="{FILE_NAME}"'}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
