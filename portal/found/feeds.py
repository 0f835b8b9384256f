"""Feeds (Atom): whole addresses, an id that never changes for each entry, and the day on which it was last changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed

from portal.clock import ZONE
from portal.found.structured import absolute

KEPT_SECONDS = 900
SINCE = 2026
"""The year in which the portal's name was given to it: part of the ids (RFC 4151), never to be changed."""


@dataclass(frozen=True)
class Entry:
    """One entry. ``key`` names the thing in every language (``run/ro-a1-7``); ``path`` is its address here."""

    key: str
    title: str
    path: str
    text: str
    published: dt.datetime
    updated: dt.datetime


class _Feed(Atom1Feed):
    """Django's, but a feed without entries has a day of its own too: otherwise it would be new at every look."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the newest entry was changed."""
        dates = [item["updateddate"] for item in self.items]
        return max(dates) if dates else dt.datetime(SINCE, 1, 1, tzinfo=dt.UTC)


def feed_response(
    request: HttpRequest, entries: Iterable[Entry], *, title: str, subtitle: str, path: str, language: str
) -> HttpResponse:
    """Return a feed about the page at ``path``, in a language."""
    feed = _Feed(
        title=title,
        link=absolute(path),
        description=subtitle,
        subtitle=subtitle,
        language=language,
        feed_url=absolute(request.path),
        author_name=settings.WAGTAIL_SITE_NAME,
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=absolute(entry.path),
            description=entry.text,
            unique_id=f"tag:{urlsplit(absolute('/')).hostname},{SINCE}:{language}/{entry.key}",
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response


def at_midnight(day: dt.date) -> dt.datetime:
    """Return the beginning of a day in Romania."""
    return dt.datetime.combine(day, dt.time(), tzinfo=ZONE)
