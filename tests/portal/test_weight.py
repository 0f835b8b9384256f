"""What a page weighs, compressed as it is served: every public address in every language."""

from __future__ import annotations

import gzip
import re
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.test import Client

from portal import languages
from portal.static_files import lean
from tests.addresses import KB, Address, addresses
from tests.asking import ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

SCRIPTS = 10 * KB
LEVEL = 6
"""How hard a server tries that compresses as it answers; stored files are smaller still."""
TAG = re.compile(r"<(link|script|img|source|video)\b([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']""")
LOADED_LINKS = {"stylesheet", "icon", "manifest", "preload", "modulepreload"}


def squeezed(content: bytes) -> int:
    return len(gzip.compress(content, LEVEL))


@cache
def size_of_static(name: str) -> int:
    """The bytes of a static file as it travels: pictures as they are, everything else compressed."""
    found = finders.find(name)
    assert found, name
    with open(found, "rb") as file:
        content = file.read()
    if name.endswith(".css"):
        content = lean(content.decode()).encode()
    return len(content) if name.endswith((".png", ".webp", ".avif", ".jpg")) else squeezed(content)


def size_of(address: str) -> int:
    """The bytes of a file of ours."""
    if address.startswith("data:"):
        return 0
    assert address.startswith("/"), f"{address} is not ours"
    if address.startswith(settings.STATIC_URL):
        return size_of_static(address.removeprefix(settings.STATIC_URL))
    if address.startswith(settings.MEDIA_URL):
        return default_storage.size(address.removeprefix(settings.MEDIA_URL))
    return 0


def scripts_of(name: str, seen: set[str]) -> set[str]:
    """A script and every module that it imports at once."""
    if name not in seen:
        seen.add(name)
        found = finders.find(name)
        assert found, name
        with open(found, encoding="utf-8") as file:
            for other in IMPORTED.findall(file.read()):
                scripts_of(urljoin(name, other), seen)
    return seen


def parts_of(html: str) -> dict[str, set[str]]:
    """What a browser loads for a page before anybody scrolls, by kind."""
    parts: dict[str, set[str]] = {"css": set(), "js": set(), "other": set()}
    for tag, text in TAG.findall(html):
        attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(text)}
        if tag == "link" and LOADED_LINKS & set(attributes.get("rel", "").split()):
            is_style = attributes["rel"] == "stylesheet" and attributes.get("media") != "print"
            parts["css" if is_style else "other"].add(attributes["href"])
        elif tag == "script" and "src" in attributes:
            scripts_of(attributes["src"].removeprefix(settings.STATIC_URL), parts["js"])
        elif tag == "img" and attributes.get("loading") != "lazy":
            parts["other"].add(attributes["src"])
        elif tag == "video" and attributes.get("poster"):
            parts["other"].add(attributes["poster"])
    return parts


def weigh(html: bytes) -> dict[str, int]:
    """The bytes of a page, its scripts, and everything that a first visit loads."""
    parts = parts_of(html.decode())
    page = squeezed(html) + sum(size_of(address) for address in parts["css"])
    scripts = sum(size_of_static(name) for name in parts["js"])
    return {"page": page, "scripts": scripts, "first visit": page + scripts + sum(map(size_of, parts["other"]))}


def too_heavy(address: Address, weights: dict[str, int]) -> list[str]:
    """What is over its budget."""
    budgets = {"page": address.weight.page, "scripts": SCRIPTS, "first visit": address.weight.first_visit}
    return [
        f"{address.name}: {what} {weights[what]:,} bytes, at most {budget:,}"
        for what, budget in budgets.items()
        if weights[what] > budget
    ]


@pytest.mark.parametrize("code", languages.CODES)
def test_every_page_is_light_and_sets_no_cookie(client: Client, settings: Any, code: str) -> None:
    settings.ROOT_URLCONF = "tests.broken_urls"
    found = []
    for address in addresses(code):
        response = ask(client, code, address)
        assert not response.cookies, address
        found += too_heavy(address, weigh(response.content))
    assert not found, "\n".join(found)


def test_what_is_heavy_is_noticed(client: Client) -> None:
    address = addresses("ro")[0]
    html = client.get("/ro/").content
    assert not too_heavy(address, weigh(html))
    noise = "".join(f"{number * number:x}" for number in range(9_000)).encode()
    assert "page" in too_heavy(address, weigh(html + noise))[0]
    weights = weigh(html)
    for more in (b'<script src="/static/js/attendance.js"></script>', b'<img alt="" src="/static/icons/mark.svg">'):
        assert weigh(html + more)["first visit"] > weights["first visit"]
    assert (
        weigh(html + b'<img alt="" loading="lazy" src="/static/icons/mark.svg">')["first visit"]
        < weights["first visit"] + 60
    )
