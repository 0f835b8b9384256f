"""Addresses of the site as a whole that are no pages of the tree."""

from django.urls import path

from home.design import views as design_views

urlpatterns = [
    path("design/", design_views.design_page, name="design"),
]
