"""Public addresses of enrolment (the form, what was received, the status page) and of the self-check."""

from django.urls import path

from courses.catalogue import feeds
from courses.certificates import public_views as certificate_views
from courses.enrolment import calendar_views, interest_views, lookup_views, status_views, views
from courses.level import views as level_views
from courses.reports import helpful_views

urlpatterns = [
    path("courses/feed.xml", feeds.courses_feed, name="courses_feed"),
    path("enrol/<int:run_id>/", views.enrol, name="enrol"),
    path("enrol/interest/", interest_views.interest, name="interest"),
    path("enrol/received/<str:token>/", views.received, name="received"),
    path("status/", lookup_views.status_lookup, name="status_lookup"),
    path("status/link/", lookup_views.status_link, name="status_link"),
    path("status/<str:token>/", status_views.status, name="status"),
    path("status/<str:token>/calendar.ics", calendar_views.status_calendar, name="status_calendar"),
    path("status/<str:token>/certificate.pdf", certificate_views.status_certificate, name="status_certificate"),
    path("status/<str:token>/helpful/", helpful_views.status_helpful, name="status_helpful"),
    path("calendar/<str:token>.ics", calendar_views.calendar, name="calendar"),
    path("level-check/", level_views.level_check, name="level_check"),
    path("level-check/result/<str:token>/", level_views.level_result, name="level_result"),
    path("certificates/", certificate_views.check_certificate, name="certificate_check"),
    path("certificates/<str:code>/", certificate_views.certificate, name="certificate"),
]
