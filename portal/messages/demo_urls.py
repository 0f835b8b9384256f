"""Addresses of the demonstration's post. Included only where ``settings.DEMO`` is set."""

from __future__ import annotations

from django.urls import path

from portal.messages import demo_views

urlpatterns = [
    path("outbox/", demo_views.demo_outbox, name="demo_outbox"),
    path("outbox/<int:pk>/", demo_views.demo_message, name="demo_message"),
]
