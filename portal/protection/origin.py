"""Did a form come from our own pages? Asked of public forms, which carry no token.

A token against cross-site request forgery needs a cookie and a page made for one visitor; public pages are
cached and set none. What a forged request can't do is lie in the headers that the browser itself writes:
Sec-Fetch-Site and Origin, with Referer for old browsers. See OWASP, Cross-Site Request Forgery Prevention
Cheat Sheet ("Fetch Metadata headers", "Identifying source origin via Origin/Referer header").
"""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest

_OWN = frozenset({"same-origin", "none"})
"""``none``: the person did it themselves (a reload, a restored tab), no page did."""
_FOREIGN = frozenset({"same-site", "cross-site"})
"""``same-site``: a sister domain. It need not be ours."""
_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a POST came from a page of this host, scheme and port.

    Without any of the three headers it is accepted: every browser of the last ten years sends one with a
    form, so this is a program, and a program has no session of a victim to misuse. ``Origin: null`` (a
    sandbox, a saved page, a redirect from elsewhere) is refused. Views show a refused form again with all
    that was typed: whoever is real sends it once more from our page.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site in _OWN:
        return True
    if site in _FOREIGN:
        return False
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if source is None:
        return True
    return _origin(source) == _origin(f"{request.scheme}://{request.get_host()}")


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Return scheme, host and port, ``None`` for what is no http address."""
    try:
        parts: SplitResult = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port
