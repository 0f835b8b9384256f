"""Addresses. Every public page stands under its language; slugs are the same in every language."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import sharing, views
from portal.feedback import views as feedback
from portal.media import serve_media
from portal.search import views as search_views
from portal.serving import serve

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("healthz", views.healthz, name="healthz"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("language/<str:code>/", views.switch_language, name="switch_language"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/", include("portal.messages.demo_urls")),
        path(f"{settings.MEDIA_URL.lstrip('/')}<path:path>", serve_media, name="media"),
    ]

urlpatterns += i18n_patterns(
    path("search/", search_views.search_page, name="search"),
    path("search/suggest/", search_views.suggest, name="search_suggest"),
    path("", include("courses.urls")),
    path("", include("resources.urls")),
    path("", include("home.urls")),
    re_path(r"^qr/((?:[\w\-]+/)*)$", sharing.qr, name="page_qr"),
    re_path(r"^show/((?:[\w\-]+/)*)$", sharing.show, name="show_page"),
    path("feedback/<uuid:key>/", feedback.vote, name="page_feedback"),
    path("feedback/<str:token>/", feedback.thanks, name="page_feedback_thanks"),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
