"""Public addresses of enrolment: the form, what was received, and the status page."""

from django.urls import path

from courses.enrolment import status_views, views

urlpatterns = [
    path("enrol/<int:run_id>/", views.enrol, name="enrol"),
    path("enrol/received/<str:token>/", views.received, name="received"),
    path("status/<str:token>/", status_views.status, name="status"),
]
