"""Public addresses of enrolment (the form, what was received, the status page) and of the self-check."""

from django.urls import path

from courses.enrolment import interest_views, status_views, views
from courses.level import views as level_views

urlpatterns = [
    path("enrol/<int:run_id>/", views.enrol, name="enrol"),
    path("enrol/interest/", interest_views.interest, name="interest"),
    path("enrol/received/<str:token>/", views.received, name="received"),
    path("status/<str:token>/", status_views.status, name="status"),
    path("level-check/", level_views.level_check, name="level_check"),
    path("level-check/result/<str:token>/", level_views.level_result, name="level_result"),
]
