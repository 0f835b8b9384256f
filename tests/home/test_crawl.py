"""Every link and file of the demo's pages resolves, in every language; every anchor is there."""

from __future__ import annotations

import re
from collections import deque
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from portal import languages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

LINK = re.compile(r'(?:href|src|poster|data-copy)="([^"]*)"')
OTHER_WORLDS = ("/admin/", "/demo/", "/language/")
FORMS = re.compile(r"/(enrol|level-check|status)/")
"""What belongs to no page: it is walked by tests of its own, and its addresses carry choices without end."""


def walk(client: Client, code: str) -> tuple[dict[str, str], set[str]]:
    """Return the HTML of every page below ``/<code>/`` that a link leads to, and every file that one names."""
    waiting, pages, files = deque([f"/{code}/"]), {}, set()
    while waiting:
        path = waiting.popleft()
        if path in pages:
            continue
        # A mock interview is drawn at an address of its own.
        response = client.get(path, follow=True)
        assert response.status_code == 200, f"{path} is linked"
        pages[path] = response.content.decode()
        for link in LINK.findall(pages[path]):
            target = urlsplit(link.replace("&amp;", "&").removeprefix("http://testserver"))
            if target.scheme or target.netloc or not target.path:
                continue
            if target.path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
                files.add(target.path)
            elif target.path.startswith(f"/{code}/") and not FORMS.search(target.path):
                waiting.append(target.path)
            elif target.path.startswith("/documents/"):
                assert client.get(target.path).status_code == 200, f"{link} on {path}"
            elif target.path != "/" and not target.path.startswith(OTHER_WORLDS):
                assert languages.is_supported(target.path.split("/")[1]), f"{link} on {path}"
    return pages, files


@pytest.mark.parametrize("code", languages.CODES)
def test_every_link_and_file_resolves(client: Client, code: str) -> None:
    pages, files = walk(client, code)
    assert len(pages) > 30
    for path, html in pages.items():
        ids = set(re.findall(r'\sid="([^"]+)"', html))
        for anchor in re.findall(r'href="#([^"]+)"', html):
            assert anchor in ids, f"{path} has no #{anchor}"
        assert len(ids) == len(re.findall(r'\sid="([^"]+)"', html)), f"{path} has an id twice"
    assert any(name.endswith(".mp4") for name in files)
    for name in files:
        if name.startswith(settings.STATIC_URL):
            assert finders.find(unquote(name.removeprefix(settings.STATIC_URL))), name
        else:
            assert (Path(settings.MEDIA_ROOT) / unquote(name.removeprefix(settings.MEDIA_URL))).is_file(), name
