"""A refusal that Django answers with an empty page gets words: a person may have come there by Back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from portal.errors import method_not_allowed


class RefusalMiddleware:
    """Put a page into an empty 405 for whoever reads HTML."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; keep which methods there are."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or response.status_code != 405 or response.content:
            return response
        if not request.accepts("text/html") or request.method == "HEAD":
            return response
        page = method_not_allowed(request)
        page["Allow"] = response.get("Allow", "")
        return page
