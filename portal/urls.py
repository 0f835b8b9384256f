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
from portal.found import cards, robots, sitemaps
from portal.media import serve_media
from portal.offline import views as offline
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
    path("sw.js", offline.service_worker, name="service_worker"),
    path("robots.txt", robots.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", robots.security_txt, name="security_txt"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap_index"),
    re_path(r"^sitemap-(?P<code>[a-z]{2,3})(?:-(?P<part>[1-9]\d{0,3}))?\.xml$", sitemaps.sitemap, name="sitemap"),
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
    path("app.webmanifest", offline.app_manifest, name="manifest"),
    path("offline/", offline.offline_page, name="offline"),
    path("offline/section/<uuid:key>.json", offline.section, name="offline_section"),
    path("search/", search_views.search_page, name="search"),
    path("search/suggest/", search_views.suggest, name="search_suggest"),
    path("", include("courses.urls")),
    path("", include("resources.urls")),
    path("", include("home.urls")),
    re_path(r"^qr/((?:[\w\-]+/)*)$", sharing.qr, name="page_qr"),
    re_path(r"^show/((?:[\w\-]+/)*)$", sharing.show, name="show_page"),
    re_path(r"^card/((?:[\w\-]+/)*)picture\.png$", cards.card, name="page_card"),
    path("feedback/<uuid:key>/", feedback.vote, name="page_feedback"),
    path("feedback/<str:token>/", feedback.thanks, name="page_feedback_thanks"),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
