"""Calendar files: of one event, and of all that come."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.events.calendar import calendar_of
from home.events.models import Event
from home.events.pages import EventPage, ListedEvent, listed, listed_page
from portal import clock
from portal.calendars import CONTENT_TYPE

MOST = 100
"""Events in the calendar of all."""


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the calendar file of one event, to be added to one's own calendar."""
    code = get_language() or ""
    pages = EventPage.objects.live().filter(locale__language_code=code, slug=slug)
    page = pages.select_related("locale", "event__centre").defer("body").first()
    if page is None:
        raise Http404
    return _answer([listed_page(page.event, page, code)], page.title, f"{slug}.ics", "attachment")


@require_safe
def events_calendar(request: HttpRequest) -> HttpResponse:
    """Give the calendar of every event to come, to programs that subscribed to it."""
    code = get_language() or ""
    events = Event.objects.published().upcoming(clock.now()).for_list()[:MOST]
    return _answer(listed(list(events), code), _("Events - Bun venit"), "events.ics", "inline")


def _answer(events: list[ListedEvent], name: str, file_name: str, disposition: str) -> HttpResponse:
    centres = [one.event.centre for one in events if one.event.centre]
    prefetch_related_objects(centres, "phones")
    headers = {"Content-Disposition": f'{disposition}; filename="{file_name}"'}
    return HttpResponse(calendar_of(events, name, get_language() or ""), content_type=CONTENT_TYPE, headers=headers)
