"""Rate limits: counters in PostgreSQL, which every process shares. No address is ever stored."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress
import re
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from portal.protection.models import RateCounter

KEEP = dt.timedelta(days=2)
"""How long counters stay: longer than the longest window in use."""

_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([\d.]+):\d+")
"""Some proxies write a port behind the address: ``[2001:db8::1]:443``, ``192.0.2.1:443``."""

_COUNT = """
    INSERT INTO portal_ratecounter (key, window_start, count) VALUES (%s, %s, 1)
    ON CONFLICT (key, window_start) DO UPDATE SET count = portal_ratecounter.count + 1
    RETURNING count
"""


@dataclass(frozen=True)
class RateResult:
    """Whether one more is allowed, and if not, after how many seconds it will be."""

    allowed: bool
    retry_after_seconds: int = 0

    @property
    def retry_after_minutes(self) -> int:
        """The same in minutes, rounded up, for people."""
        return -(-self.retry_after_seconds // 60)


def hit(key: str, *, limit: int, window: dt.timedelta) -> RateResult:
    """Count one use of ``key`` and say whether it is within ``limit`` for the present window.

    Windows are fixed (they start at multiples of their length), so at the seam of two windows twice the
    limit can pass: enough against floods, and one statement. ``key`` is any text that names who does what
    (``"enrol:" + address``); only its keyed hash is stored. Refused uses count too.
    """
    now = timezone.now().timestamp()
    length = window.total_seconds()
    start = now - now % length
    digest = _digest(f"{length:.0f}:{key}")
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [digest, dt.datetime.fromtimestamp(start, tz=dt.UTC)])
        (count,) = cursor.fetchone()
    if count <= limit:
        return RateResult(allowed=True)
    return RateResult(allowed=False, retry_after_seconds=int(start + length - now) + 1)


def strictest(*results: RateResult) -> RateResult:
    """Return the result after which one waits longest."""
    return max(results, key=lambda result: (not result.allowed, result.retry_after_seconds))


def forget_old_counters() -> int:
    """Delete the counters of windows that are long over, and return how many there were."""
    deleted, _by_model = RateCounter.objects.filter(window_start__lt=timezone.now() - KEEP).delete()
    return deleted


def client_address(request: HttpRequest) -> str:
    """Return what stands for the client in rate limits: its IPv4 address, or its IPv6 network (/64).

    A /64 is what one household or phone gets. With ``settings.TRUSTED_PROXIES`` = n, the last n entries of
    the way are proxies of ours: the connection's own address and the rightmost n - 1 of X-Forwarded-For;
    the entry before them was written by the outermost of our proxies and is the client. Whatever stands
    further left is the client's own claim and ignored, as is the whole header when n is 0.
    """
    remote = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    if proxies > 0:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if forwarded:
            remote = forwarded[-min(proxies, len(forwarded))]
    return _network(remote)


def _network(address: str) -> str:
    match = _WITH_PORT.fullmatch(address)
    bare = next(filter(None, match.groups())) if match else address
    try:
        parsed = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)


def _digest(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"rate:{text}".encode(), hashlib.sha256).hexdigest()
