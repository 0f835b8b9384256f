"""The language of a request, and where an address without one leads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

WITHOUT_A_LANGUAGE = ("/admin/", "/documents/", "/media/", "/static/")
"""What stands under these is no public page, so that no language leads to it."""


class PortalLocaleMiddleware(LocaleMiddleware):
    """Django's own, but a 404 of the admin stays one.

    Django sends every 404 on to the same address under a language where such an address is possible,
    and under ``/<code>/`` any address is: the page tree answers there. To somebody who may not see an
    enrolment the answer would be a redirect to a page that doesn't exist.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave the answers alone that no language would change."""
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_A_LANGUAGE):
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response
        return super().process_response(request, response)
