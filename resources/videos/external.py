"""Films on other sites: named, never loaded. A reader is told whose site it is, and goes there by a click."""

from __future__ import annotations

from urllib.parse import urlsplit

PROVIDERS = {
    "youtube.com": "YouTube",
    "youtube-nocookie.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "facebook.com": "Facebook",
    "dailymotion.com": "Dailymotion",
    "tiktok.com": "TikTok",
}


def provider_of(url: str) -> str:
    """Return the name under which people know a site, else its address."""
    host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    return next((name for end, name in PROVIDERS.items() if host == end or host.endswith(f".{end}")), host)
