"""Answers from what is kept, and keeps what may be kept."""

from __future__ import annotations

import gzip
import hashlib
import logging
import time
from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from portal.caching import purging
from portal.caching.generations import Marks, generations
from portal.caching.marks import Parameters, holds_until, is_signed_in, kept_parameters
from portal.caching.store import Entry, Place, pages
from portal.caching.tables import UNCHANGING, watched
from portal.caching.watching import reading

logger = logging.getLogger(__name__)

FOR_BROWSERS = "public, max-age=0, must-revalidate"
FOR_STAFF = "private, no-cache"
FOR_PROXY = "X-Accel-Expires"
"""nginx alone reads it, and alone is told of changes: no other cache between us and a reader keeps a page."""
NEVER = "0"
LEVEL = 6
OWN_HEADERS = frozenset({"content-length", "content-encoding", "vary", "etag", "x-request-id"})
"""Made for each answer, or the same for all."""


class PageCacheMiddleware:
    """The first of all but the request's id: what it answers costs no session, no language and no database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from what is kept, else have it made."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        if not settings.PAGE_CACHE:
            return self.get_response(request)
        if is_signed_in(request.META, settings.SESSION_COOKIE_NAME):
            response = self.get_response(request)
            if kept_parameters(response) is not None:
                response.headers.setdefault("Cache-Control", FOR_STAFF)
            return response
        place = _place(request.META, request.scheme or "")
        asked = request.META.get("QUERY_STRING", "")
        entry = pages.find(place, asked)
        if entry is None:
            snapshot = generations().snapshot()
            with reading() as tables:
                response = self.get_response(request)
            parameters = kept_parameters(response)
            if parameters is None or not isinstance(response, HttpResponse):
                return response
            entry = _entry(request, response, tables, snapshot)
            if entry is None:
                return response
            _keep(request, place, parameters, entry, tables)
        return _answer(request, entry, is_exact=asked == entry.query)


def _place(meta: Mapping[str, str], scheme: str) -> Place:
    return scheme, meta.get("HTTP_HOST") or meta.get("SERVER_NAME", ""), meta.get("PATH_INFO", "")


def _entry(request: HttpRequest, response: HttpResponse, tables: set[str], snapshot: bytes) -> Entry | None:
    """Return an answer to keep, ``None`` where that mustn't be, or is of no use."""
    parameters = kept_parameters(response)
    query = parameters.query_of(request.META.get("QUERY_STRING", "")) if parameters else None
    if query is None or response.status_code != 200 or not _is_for_everybody(request, response):
        return None
    unknown = tables - watched() - UNCHANGING
    if unknown:
        logger.warning("not kept, for lack of watching %s: %s", ", ".join(sorted(unknown)), request.path)
        return None
    until = holds_until(request)
    marks = Marks.of(tables, snapshot)
    if until <= time.time() + 1 or not generations().are(marks):
        # Something changed while it was made: it may show what was before.
        return None
    response.headers.setdefault("Cache-Control", FOR_BROWSERS)
    content = response.content
    etag = f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    own = ((name, value) for name, value in response.items() if name.lower() not in OWN_HEADERS)
    headers = (
        *own,
        ("ETag", etag),
        ("Vary", "Accept-Encoding"),
        (FOR_PROXY, f"@{int(until)}"),
    )
    return Entry(query, gzip.compress(content, LEVEL, mtime=0), headers, etag, until, marks)


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer that may be kept is what it says: without a cookie, a token, or anything that varies."""
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")} - {"", "accept-encoding"}
    return not (response.cookies or varies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))


def _keep(request: HttpRequest, place: Place, parameters: Parameters, entry: Entry, tables: set[str]) -> None:
    purging.register(f"{request.scheme}://{place[1]}{request.get_full_path()}", tables)
    pages.put(place, parameters, entry)


def _answer(request: HttpRequest, entry: Entry, *, is_exact: bool) -> HttpResponse:
    """Answer with what is kept, compressed where that is taken, or by 304.

    ``is_exact``: at another address than the entry's own nginx keeps nothing: there may be any number of those.
    """
    if _knows(request.META.get("HTTP_IF_NONE_MATCH", ""), entry.etag):
        response: HttpResponse = HttpResponseNotModified()
        body = b""
    elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse()
        response.headers["Content-Encoding"] = "gzip"
        body = entry.body
    else:
        response = HttpResponse()
        body = gzip.decompress(entry.body)
    for name, value in entry.headers:
        response.headers[name] = value
    if not is_exact or not generations().are(entry.marks):
        response.headers[FOR_PROXY] = NEVER
    if response.status_code == 304:
        del response.headers["Content-Type"]
        return response
    response.headers["Content-Length"] = str(len(body))
    if request.method == "GET":
        response.content = body
    return response


def _knows(asked: str, etag: str) -> bool:
    """Whether a browser says by ``If-None-Match`` that it has this content."""
    return bool(asked) and (asked.strip() == "*" or etag.removeprefix("W/") in asked)
