"""The search page, and the titles that are suggested while somebody types."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal import languages
from portal.facts.tokens import facts_of_today
from portal.search.models import SearchEntry
from portal.search.queries import MOST_RESULTS, PER_PAGE, Answer, other_languages, search, tidy
from portal.search.snippets import Marker

logger = logging.getLogger(__name__)

MOST_PAGES = MOST_RESULTS // PER_PAGE
MOST_SUGGESTIONS = 7
SHORTEST_SUGGESTED = 2
SUGGESTIONS_KEPT = 300
"""Seconds that browsers and proxies keep suggestions."""
BROWSED = ("situation", "guide", "course")
MOST_BROWSED = 12


@dataclass(frozen=True)
class Result:
    """One result as the page shows it."""

    entry: SearchEntry
    title: SafeString
    lines: SafeString


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what was found, or where else to look. Writes nothing."""
    code = get_language() or languages.SOURCE_CODE
    page = _page(request.GET.get("page", ""))
    answer = _answer(request.GET.get("q", ""), code, first=(page - 1) * PER_PAGE)
    facts = facts_of_today()
    marker = Marker(answer.terms, facts)
    context = {
        "answer": answer,
        "results": [
            Result(
                hit.entry,
                marker.title(hit.entry.title),
                marker.lines(hit.entry.summary, hit.entry.text, hit.entry.text_language),
            )
            for hit in answer.hits
        ],
        "page_number": page,
        "next_page": page + 1 if answer.total > page * PER_PAGE else None,
        "elsewhere": [] if answer.total else _elsewhere(answer, code),
        "browse": [] if answer.hits else _browse(code),
        "query": answer.query,
        "robots": "noindex",
        "portal_facts": facts,
        "search_in_page": True,
    }
    return render(request, "search/search.html", context, status=503 if answer.is_too_slow else 200)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return titles that fit what is being typed, best first. The same for everybody, so it may be kept."""
    code = get_language() or languages.SOURCE_CODE
    query = tidy(request.GET.get("q", ""))
    hits = []
    if len(query) >= SHORTEST_SUGGESTED:
        hits = _answer(query, code, count=MOST_SUGGESTIONS, titles_only=True).hits
    response = JsonResponse(
        {
            "suggestions": [
                {
                    "title": hit.entry.title,
                    "url": hit.entry.url,
                    "kind": str(hit.entry.kind_shown.label),
                    "lang": hit.entry.text_language,
                }
                for hit in hits
            ]
        },
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    patch_cache_control(response, public=True, max_age=SUGGESTIONS_KEPT)
    return response


def _answer(query: str, code: str, *, first: int = 0, count: int = PER_PAGE, titles_only: bool = False) -> Answer:
    """Search; a query that takes too long is answered as such, and said in the log without its words."""
    try:
        return search(query, code, first=first, count=count, titles_only=titles_only)
    except OperationalError:
        logger.warning("a search was ended by the time limit")
        return Answer(tidy(query), is_too_slow=True)


def _elsewhere(answer: Answer, code: str) -> list[tuple[languages.Language, str]]:
    """Return the languages that have what this one hasn't, with the address of the same search there. One query."""
    return [
        (language, f"/{language.code}/search/?{urlencode({'q': answer.query})}")
        for language in other_languages(answer, code)
    ]


def _page(asked: str) -> int:
    return min(max(int(asked), 1), MOST_PAGES) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1


def _browse(code: str) -> list[SearchEntry]:
    """Return what most people look for: for an empty page. One query."""
    entries = SearchEntry.objects.filter(language=code, kind__in=BROWSED).order_by("priority", "id")
    return list(entries.only("title", "kind", "path", "language", "text_language")[:MOST_BROWSED])
