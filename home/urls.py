"""Addresses of the site as a whole that are no pages of the tree."""

from django.urls import path, re_path

from home.design import views as design_views
from home.events import views as events
from home.news import feeds

urlpatterns = [
    path("design/", design_views.design_page, name="design"),
    path("news/feed.xml", feeds.news_feed, name="news_feed"),
    path("events.ics", events.events_calendar, name="events_calendar"),
    re_path(r"^events/(?P<slug>[\w\-]+)\.ics$", events.event_calendar, name="event_calendar"),
]
