"""Public addresses of enrolment: the form, what was received, and the status page."""

from django.urls import path

urlpatterns: list[path] = []
