"""The language of a request, which is its path's first part."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from portal import languages
from portal.views import preferred_language

WITHOUT_LANGUAGE = (
    "/admin/",
    "/language/",
    "/demo/",
    "/documents/",
    "/media/",
    "/static/",
    "/sitemap",
    "/.well-known/",
)
"""Addresses that stand under no language: what isn't there is not found, and nowhere else either."""


class PortalLocaleMiddleware(LocaleMiddleware):
    """Django's own, but a missing address of the admin stays missing, and a visitor's own choice counts.

    Django sends every unknown address on to the same one under a language, if that could exist; with a
    tree of pages below each language any could, so that a record of another centre would be answered by a
    redirect instead of 404. The language that is added is the one in which ``/`` greets the visitor: Django
    knows nothing of our cookie, and would send whoever's languages we don't speak to Romanian.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Let a 404 without a language be one."""
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            return response
        if response.status_code == 404 and not languages.is_supported(request.path_info.split("/")[1]):
            with translation.override(preferred_language(request)):
                return super().process_response(request, response)
        return super().process_response(request, response)
