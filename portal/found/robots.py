"""What robots and people who look for holes are told: ``/robots.txt`` and ``/.well-known/security.txt``."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

KEPT_SECONDS = 24 * 3600
TEXT = "text/plain; charset=utf-8"

NOT_FOR_ROBOTS = (
    "/admin/",
    "/demo/",
    "/documents/",
    "/language/",
    "/*/search/",
    "/*/qr/",
    "/*/show/",
    "/*/feedback/",
)
"""What is no reading: the same pages once more, or without an end.

Personal pages aren't listed. Their addresses are secrets, and a robot that may not open a page never reads that it
must not be kept: its bare address could still be shown. They say ``noindex`` themselves.
"""

MONTHS_VALID = 6
"""RFC 9116 wants less than a year."""


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Tell robots what is no reading, and where the sitemaps are.

    The demo says the same: it is served to its own machine, where no robot comes, and measured as a portal is.
    """
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]
    lines.append(f"Sitemap: {settings.WAGTAILADMIN_BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a hole (RFC 9116). Raises ``Http404`` where nobody is named: no address beats a wrong one."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    address = f"{settings.WAGTAILADMIN_BASE_URL}/.well-known/security.txt"
    fields = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": f"{_expires(timezone.now()):%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages": "ro, en",
        "Canonical": address,
    }
    return HttpResponse("".join(f"{name}: {value}\n" for name, value in fields.items()), content_type=TEXT)


def _expires(now: dt.datetime) -> dt.date:
    """Return the first day of a month in half a year: always ahead, and the same for a month."""
    months = now.year * 12 + now.month - 1 + MONTHS_VALID
    return dt.date(months // 12, months % 12 + 1, 1)
