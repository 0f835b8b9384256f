"""The portal's addresses, and three that go wrong, to see what a reader meets then."""

from __future__ import annotations

from typing import NoReturn

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.urls import path

from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as portals

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

WRONG: dict[int, type[Exception]] = {400: SuspiciousOperation, 403: PermissionDenied, 500: RuntimeError}


def break_down(request: HttpRequest, status: int) -> NoReturn:
    """Fail as a view does whose answer has this status."""
    raise WRONG[status]("on purpose")


urlpatterns = [*i18n_patterns(path("broken/<int:status>/", break_down), prefix_default_language=True), *portals]
