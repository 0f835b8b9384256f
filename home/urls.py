"""Public addresses of the site as a whole that are no pages: calendar files."""

from django.urls import path, re_path

from home.events import views as events

urlpatterns = [
    path("events.ics", events.events_calendar, name="events_calendar"),
    re_path(r"^events/(?P<slug>[\w\-]+)\.ics$", events.event_calendar, name="event_calendar"),
]
