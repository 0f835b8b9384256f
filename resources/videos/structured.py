"""A film in the words of schema.org."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from portal.found.structured import absolute, describe, publisher

if TYPE_CHECKING:
    from resources.videos.pages import VideoPage


def film_thing(page: VideoPage, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return a film as its page shows it: in the page's language, with its captions."""
    video = page.video
    thing: dict[str, Any] = {
        "@type": "VideoObject",
        "name": page.title,
        "description": describe(page, context) or page.title,
        "thumbnailUrl": absolute(video.poster.url),
        "duration": _duration(video.duration_seconds),
        "inLanguage": page.language.code,
        "isAccessibleForFree": True,
        "publisher": publisher(),
    }
    published = page.first_published_at or page.latest_revision_created_at
    if published:
        thing["uploadDate"] = published.isoformat(timespec="seconds")
    full = next((version for version in context["versions"] if version.variant == "full"), None)
    if full:
        thing["contentUrl"] = absolute(full.url)
    elif video.external_url:
        thing["embedUrl"] = video.external_url
    track = context["own_track"]
    if track:
        thing["caption"] = {
            "@type": "MediaObject",
            "contentUrl": absolute(track.captions.url),
            "encodingFormat": "text/vtt",
            "inLanguage": track.language,
        }
    return thing


def _duration(seconds: int) -> str:
    """Return a length as ISO 8601 has it."""
    return f"PT{seconds // 60}M{seconds % 60}S"
