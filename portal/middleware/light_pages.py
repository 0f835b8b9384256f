"""Public pages leave light: with the styles that they need inside, and without their templates' indentation."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.styles import PLACE, dress

_INDENTATION = re.compile(rb"[ \t\r]*\n\s*")


class LightPagesMiddleware:
    """Squeeze and dress every page of the public frame. Stands inside what writes the policy and the length."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the same page, lighter."""
        response = self.get_response(request)
        if PLACE in getattr(response, "content", b""):
            squeeze(response)
            dress(response)
        return response


def squeeze(response: HttpResponseBase) -> None:
    """Leave out the indentation of templates: a tenth of a page's weight on the way, and no browser shows it."""
    content: bytes = response.content  # type: ignore[attr-defined]
    if b"<pre" not in content and b"<textarea" not in content:
        response.content = _INDENTATION.sub(b"\n", content)  # type: ignore[attr-defined]
