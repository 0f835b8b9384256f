"""How a page says that it may be kept, which parameters of its address count, and until when it holds."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from urllib.parse import parse_qs, urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from portal import clock

LONGEST_VALUE = 40
"""A longer value of a parameter is none that a link of ours has."""
KEPT_SECONDS = 600
"""Nothing is kept for longer, should a change ever go unnoticed."""

_KEPT = "_kept_parameters"
_HOLDS = "_holds_until"


@dataclass(frozen=True)
class Parameters:
    """What a page reads of its address: names with values of a list, and those that readers type themselves."""

    listed: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()

    def query_of(self, query: str) -> str | None:
        """Return the part of a query string that counts, in order; ``None`` where a reader has typed something.

        What others add to our links (``fbclid``, ``utm_source``) makes no other page of one.
        """
        if not query:
            return ""
        given = parse_qs(query, max_num_fields=50)
        if any(name in given for name in self.typed):
            return None
        chosen = [(name, given[name][-1]) for name in self.listed if name in given]
        return urlencode([(name, value) for name, value in chosen if len(value) <= LONGEST_VALUE])


def use_only(request: HttpRequest, parameters: Parameters) -> None:
    """Take what doesn't count out of a request's address, so that no link of the page carries it on."""
    query = parameters.query_of(request.META.get("QUERY_STRING", ""))
    if query is not None:
        request.META["QUERY_STRING"] = query
        request.GET = QueryDict(query)


def keep(response: HttpResponseBase, parameters: Parameters) -> None:
    """Say that an answer is the same for everybody at its address."""
    setattr(response, _KEPT, parameters)


def kept_parameters(response: HttpResponseBase) -> Parameters | None:
    """Return what :func:`keep` was told, ``None`` for an answer that isn't kept."""
    return getattr(response, _KEPT, None)


def kept_for_everybody(
    *listed: str, typed: Iterable[str] = ()
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let the answers of a view be kept: it must not look at cookies, headers or who asks.

    ``listed`` are the parameters whose values come from lists of ours; with one of ``typed`` it isn't kept.
    """
    parameters = Parameters(listed, tuple(typed))

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def kept_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method in {"GET", "HEAD"}:
                use_only(request, parameters)
            response = view(request, *args, **kwargs)
            keep(response, parameters)
            return response

        kept_view.is_kept = True  # type: ignore[attr-defined]
        return kept_view

    return decorate


def expires_at(request: HttpRequest, moment: dt.datetime) -> None:
    """Say that what this page shows changes with the clock at a moment; the earliest counts.

    Midnight (in Romania) need not be said: every page is made anew for each day.
    """
    seconds = (moment - clock.now()).total_seconds()
    setattr(request, _HOLDS, min(time.time() + seconds, getattr(request, _HOLDS, float("inf"))))


def holds_until(request: HttpRequest) -> float:
    """Return until when (seconds since 1970) what was made for this request holds."""
    tomorrow = clock.now().astimezone(clock.ZONE).date() + dt.timedelta(days=1)
    expires_at(request, dt.datetime.combine(tomorrow, dt.time(), tzinfo=clock.ZONE))
    until: float = getattr(request, _HOLDS)
    return min(until, time.time() + KEPT_SECONDS)


def is_signed_in(meta: Mapping[str, str], session_cookie: str) -> bool:
    """Whether a request comes with a session, or with anything else that says who asks."""
    return f"{session_cookie}=" in meta.get("HTTP_COOKIE", "") or "HTTP_AUTHORIZATION" in meta
