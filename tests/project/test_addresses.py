"""The list of public addresses is whole: what isn't on it, no gate looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.urls import get_resolver, resolve

from tests.addresses import addresses

PREFIXES_OF_STAFF = ("admin/", "documents/", "demo/")
WITHOUT_A_PAGE = {
    "calendar": "a file",
    "courses_feed": "a file",
    "event_calendar": "a file",
    "events_calendar": "a file",
    "manifest": "a file",
    "news_feed": "a file",
    "offline_section": "for a script",
    "page_card": "a picture",
    "robots_txt": "for machines",
    "security_txt": "for machines",
    "service_worker": "a script",
    "sitemap": "for machines",
    "sitemap_index": "for machines",
    "choose_language": "leads to a language",
    "favicon": "a file",
    "healthz": "for machines",
    "media": "files",
    "page_qr": "a picture",
    "search_suggest": "for a script",
    "start_interview": "leads to an interview",
    "status_calendar": "a file",
    "status_certificate": "a file",
    "status_helpful": "leads to the status page",
    "switch_language": "leads to a page",
    "wagtail_serve": "pages: one of each type",
    "wagtailcore_authenticate_with_password": "no page is private",
    "wagtailcore_login": "no page is private",
}


def public_names(patterns: Sequence[Any]) -> Iterator[str]:
    """The name of each address that isn't staff's alone."""
    for pattern in patterns:
        if str(pattern.pattern).startswith(PREFIXES_OF_STAFF):
            continue
        if hasattr(pattern, "url_patterns"):
            yield from public_names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_every_public_view_is_on_the_list(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.broken_urls"
    walked = {resolve(f"/en/{address.path.partition('?')[0]}").url_name for address in addresses("en")}
    names = set(public_names(get_resolver().url_patterns))
    assert set(WITHOUT_A_PAGE) <= names
    assert names - set(WITHOUT_A_PAGE) <= walked, "an address in tests/addresses.py is missing"
