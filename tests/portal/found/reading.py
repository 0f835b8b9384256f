"""What a robot reads in the head of a page."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from django.test import Client


def head_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode().partition("</head>")[0]


def links_of(head: str) -> dict[str, str]:
    """Return the addresses by hreflang."""
    return dict(re.findall(r'<link rel="alternate"\s+hreflang="([\w-]+)"\s+href="([^"]+)"', head))


def canonicals_of(head: str) -> list[str]:
    return re.findall(r'<link rel="canonical"\s+href="([^"]+)"', head)


def metas_of(head: str) -> dict[str, list[str]]:
    """Return the contents of meta elements by property or name."""
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:property|name)="([^"]+)"\s+content="([^"]*)"', head):
        found.setdefault(name, []).append(unescape(content))
    return found


def things_of(head: str) -> list[dict[str, Any]]:
    """Return the structured data of a page: one block at most."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)
    assert len(blocks) <= 1
    if not blocks:
        return []
    whole = json.loads(blocks[0])
    assert whole.pop("@context") == "https://schema.org"
    graph: list[dict[str, Any]] = whole.get("@graph", [whole])
    return graph
